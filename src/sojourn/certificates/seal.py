"""Sealing a document: PAdES B-B certification (B-T with a time stamp) in a visible field that keeps PDF/A-3a and
PDF/UA-1.

The field is tagged (a Form element in the structure tree, /StructParent, /TU) and its appearance is drawn with lines
only, because an appearance with text would need a font of its own. Size is reserved, so that nothing is sealed twice.
"""

import asyncio
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from typing import Any, Final

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sojourn.certificates.emblem import emblem
from sojourn.certificates.keys import Sealer

FIELD: Final = "Seal"
_MM: Final = 72 / 25.4
_PAGE_WIDTH: Final = 210 * _MM
# Where typst/certificate.typ keeps the corner free.
_RIGHT, _BOTTOM, _WIDTH, _HEIGHT, _INSET = (length * _MM for length in (20, 17, 52, 26, 4))
SEAL_BOX: Final[Any] = (_PAGE_WIDTH - _RIGHT - _WIDTH, _BOTTOM, _PAGE_WIDTH - _RIGHT, _BOTTOM + _HEIGHT)
# Digest, signed attributes and a signature of up to 4,096 bits, besides the certificates.
_RESERVED_BESIDES_CHAIN: Final = 2_500
# A time stamp: the authority's own certificate, a signature of up to 4,096 bits, and what is stamped.
_RESERVED_FOR_STAMP: Final = 8_000


_DIGEST: Final = "message_digest"
_ALIKE: Final = frozenset({"content_type", "signing_certificate_v2", "cms_algorithm_protection"})

# What asn1crypto reads it reads when it is asked for, which two threads must not do at once.
_local = threading.local()


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata as the layout wrote it: pyHanko's rewriting changes the form of PDF/A's own entries."""

    def _update_meta(self) -> None:
        return None


class _Signer(Signer):
    """Lets pyHanko use any Sealer."""

    def __init__(self, sealer: Sealer) -> None:
        chain = [_for_pyhanko(certificate) for certificate in sealer.chain]
        store = SimpleCertificateStore()
        store.register_multiple(chain[1:])
        super().__init__(signing_cert=chain[0], cert_registry=store, embed_roots=True)
        self._sealer = sealer
        self._alike: tuple[cms.CMSAttribute, ...] | None = None

    async def signed_attrs(self, data_digest: bytes, *args: Any, **kwargs: Any) -> cms.CMSAttributes:
        """What is signed. All but the document's digest is alike for every document of one sealer, and putting it
        together takes longer than signing, so that it is kept."""
        if self._alike is None:
            first = await super().signed_attrs(data_digest, *args, **kwargs)
            alike = [each for each in first if each["type"].native != _DIGEST]
            if not {each["type"].native for each in alike} <= _ALIKE:
                return first
            self._alike = tuple(cms.CMSAttribute.load(each.dump()) for each in alike)
        digest = cms.CMSAttribute({"type": _DIGEST, "values": [data_digest]})
        return cms.CMSAttributes.load(cms.CMSAttributes([*self._alike, digest]).dump())

    def signer_info(self, *args: Any, **kwargs: Any) -> cms.SignerInfo:
        """Encoded once: asn1crypto encodes anew at each look what was put together and not read."""
        return cms.SignerInfo.load(super().signer_info(*args, **kwargs).dump())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError(f"sealers sign with sha256, not {digest_algorithm}")
        return self._sealer.sign(data)


def seal(pdf: bytes, sealer: Sealer, *, label: str, name: str, stamper: TimeStamper | None = None) -> bytes:
    """The document with the institution's seal over every byte of it.

    `label` is read out for the field; `name` is who seals; `stamper` says when (see stamping.py). Raises ValueError
    where the document is not one of ours (no structure tree), and whatever the sealer raises when its key cannot be
    reached.
    """
    writer = _Writer(BytesIO(pdf))
    append_signature_field(
        writer, SigFieldSpec(sig_field_name=FIELD, on_page=-1, box=SEAL_BOX, readable_field_name=label)
    )
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    _draw_emblem(writer, field)
    _tag_field(writer, field, label)
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        name=name,
    )
    signer = PdfSigner(meta, _signer_of(sealer), timestamper=stamper, stamp_style=NoOpStampStyle())
    chain_length = sum(len(certificate.public_bytes(Encoding.DER)) for certificate in sealer.chain)
    # Counted in hex digits.
    stamp_length = _RESERVED_FOR_STAMP if stamper else 0
    reserved = 2 * (chain_length + _RESERVED_BESIDES_CHAIN + stamp_length)
    sealed = _outside_any_loop(
        lambda: signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=reserved)
    )
    return sealed.getvalue()


def _outside_any_loop(sign: Callable[[], BytesIO]) -> BytesIO:
    """pyHanko starts an event loop of its own, which no thread that is already running one allows."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return sign()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="seal") as thread:
        return thread.submit(sign).result()


def _signer_of(sealer: Sealer) -> _Signer:
    """The signer of a sealer, kept for the next document that this thread seals."""
    kept: tuple[Sealer, _Signer] | None = getattr(_local, "signer", None)
    if kept is None or kept[0] is not sealer:
        kept = _local.signer = (sealer, _Signer(sealer))
    return kept[1]


def _draw_emblem(writer: IncrementalPdfFileWriter, field: Any) -> None:
    """The field's appearance: lines only."""
    drawing = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(
                [generic.NumberObject(0), generic.NumberObject(0)]
                + [generic.FloatObject(f"{length:.3f}") for length in (_WIDTH, _HEIGHT)]
            ),
            pdf_name("/Resources"): generic.DictionaryObject(),
            pdf_name("/Filter"): pdf_name("/FlateDecode"),
        },
        encoded_data=_packed_emblem(),
    )
    appearance = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawing)})
    field.get_object()[pdf_name("/AP")] = appearance


@cache
def _packed_emblem() -> bytes:
    return zlib.compress(emblem(_WIDTH, _HEIGHT, _INSET), 9)


def _tag_field(writer: IncrementalPdfFileWriter, field: Any, label: str) -> None:
    """Give the field its place in the structure tree, at the end of the document, where it stands on the page."""
    root = writer.root
    if "/StructTreeRoot" not in root or "/Nums" not in root["/StructTreeRoot"]["/ParentTree"]:
        raise ValueError("the document has no structure tree to tag its seal in")
    tree = root["/StructTreeRoot"]
    document = _only_child(tree)
    form = writer.add_object(_form_element(field, document, label))
    _appended(writer, document.get_object(), form)
    key = generic.NumberObject(tree["/ParentTreeNextKey"])
    numbers = tree["/ParentTree"]["/Nums"]
    numbers.extend([key, form])
    writer.update_container(numbers)
    tree["/ParentTreeNextKey"] = generic.NumberObject(key + 1)
    writer.update_container(tree)
    field.get_object()["/StructParent"] = key


def _form_element(field: Any, document: Any, label: str) -> generic.DictionaryObject:
    page = field.get_object().raw_get("/P")
    reference = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field, pdf_name("/Pg"): page}
    )
    return generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/Form"),
            pdf_name("/P"): document,
            pdf_name("/Pg"): page,
            pdf_name("/Alt"): generic.TextStringObject(label),
            pdf_name("/K"): reference,
        }
    )


def _only_child(tree: generic.DictionaryObject) -> Any:
    children = tree["/K"]
    return children.raw_get(0) if isinstance(children, generic.ArrayObject) else tree.raw_get("/K")


def _appended(writer: IncrementalPdfFileWriter, element: generic.DictionaryObject, child: Any) -> None:
    children = element["/K"]
    if isinstance(children, generic.ArrayObject):
        children.append(child)
        writer.update_container(children)
    else:
        element["/K"] = generic.ArrayObject([element.raw_get("/K"), child])
        writer.update_container(element)


def _for_pyhanko(certificate: x509.Certificate) -> asn1_x509.Certificate:
    loaded: asn1_x509.Certificate = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    return loaded
