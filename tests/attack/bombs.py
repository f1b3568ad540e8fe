"""Small files and texts that unpack to very much, or nest very deep."""

import base64
import json
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf

_GIGABYTE = 1 << 30


def _zeros(size: int) -> bytes:
    """So many zeros, packed, without ever having them all."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(size >> 20)), packer.flush()])


def paper_with_bombs(document: bytes) -> bytes:
    """A page and an attachment that unpack to a gigabyte."""
    packed = _zeros(_GIGABYTE)
    with pikepdf.open(BytesIO(document)) as opened:
        opened.attachments["certificate.json"] = b"{}"
        bomb = pikepdf.Stream(opened, packed, Filter=pikepdf.Name.FlateDecode)
        opened.Root.Names.EmbeddedFiles.Names[1].EF.F = bomb
        opened.pages[0].Contents = bomb
        out = BytesIO()
        opened.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


def paper_packed_ten_times(document: bytes) -> bytes:
    """A stream behind ten filters."""
    data = bytes(50 << 20)
    for _ in range(10):
        data = zlib.compress(data, 9)
    with pikepdf.open(BytesIO(document)) as opened:
        opened.pages[0].Contents = pikepdf.Stream(
            opened, data, Filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 10)
        )
        out = BytesIO()
        opened.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


def paper_nested(_: bytes) -> bytes:
    """Arrays in arrays, 100,000 deep."""
    deep = b"[" * 100_000 + b"]" * 100_000
    return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages " + deep + b">>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def paper_in_a_circle(_: bytes) -> bytes:
    """Pages whose children are their parents."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 99999999"
        b"/Kids[2 0 R 2 0 R 2 0 R 2 0 R]>>\nendobj\ntrailer<</Root 1 0 R/Size 99999999>>\n%%EOF"
    )


def paper_of_ranges(_: bytes) -> bytes:
    """A megabyte of signatures."""
    return b"%PDF-1.7\n" + b"/ByteRange [0 10 20 30] " * 40_000


def paper_of_hex(_: bytes) -> bytes:
    """A signature of a megabyte of digits, and of one that never ends."""
    return b"%PDF-1.7\n/ByteRange [0 40 900040 10]<" + b"30" * 450_000 + b">" + b"/ByteRange [ " * 10_000


def paper_of_der(_: bytes) -> bytes:
    """DER within DER, deeper than any recursion goes."""
    value = b""
    for _ in range(20_000):
        size = len(value)
        value = b"\x30" + (bytes([size]) if size < 128 else b"\x83" + size.to_bytes(3)) + value
    digits = value.hex().upper().encode()
    head = b"%%PDF-1.7\n/ByteRange [0 %06d %06d 2]"
    first = len(head % (0, 0))
    return head % (first, first + len(digits) + 2) + b"<" + digits + b">\n\n"


PAPERS: tuple[Callable[[bytes], bytes], ...] = (
    paper_with_bombs,
    paper_packed_ten_times,
    paper_nested,
    paper_in_a_circle,
    paper_of_ranges,
    paper_of_hex,
    paper_of_der,
)


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def texts() -> dict[str, str]:
    """What somebody may type or paste where a code or a credential is asked for."""
    deep = "[" * 50_000 + "]" * 50_000
    nested = base64.urlsafe_b64encode(deep.encode()).decode().rstrip("=")
    header = _part({"alg": "ES256", "typ": "dc+sd-jwt", "kid": "0" * 16})
    return {
        "a long code": "SJ1:" + "0" * 5_000_000,
        "a nested code": "SJ1:" + "BB8" * 300,
        "a nested token": f"{header}.{nested}.AAAA",
        "a nested header": f"{nested}.{header}.AAAA",
        "a hundred thousand disclosures": f"{header}.{header}.AAAA~" + "WyJhIl0~" * 100_000,
        "a long token": "A" * 5_000_000,
        "tildes": "~" * 1_000_000,
        "dots": "." * 1_000_000,
        "a large number": f"{header}.{_part({'exp': 10**4000})}.AAAA",
        "compressed": f"{_part({'alg': 'ES256', 'zip': 'DEF'})}.{header}.AAAA",
    }
