"""Whatever strangers may offer for checking, thrown at each reader: `python -m bench.fuzz [seconds] [reader]`.

With atheris (requirements/bench.in, where it installs) the readers' own branches guide what is tried; without it,
beginnings of papers, codes and credentials are spoilt by lot. A reader may refuse by the errors that it announces.
Anything else, and any single answer that takes over a second, ends the run with exit status 1 and the input that did.
"""

import base64
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sojourn.certificates.credential.checking import check_presentation
from sojourn.certificates.credential.refusals import PresentationRefused
from sojourn.certificates.offline import read_code
from sojourn.certificates.seal_check import independent_seal_check
from sojourn.certificates.unsealed import look_at

_NOW = datetime(2027, 1, 1, tzinfo=UTC)
_LONGEST_SECONDS = 1.0
# The first bytes choose the reader, a beginning of what it expects, and how much of that.
_CHOICES = 3
_OWN = tuple(
    f"sojourn.certificates.{name}"
    for name in ("seal_check", "unsealed", "offline.", "credential.", "stamp_check")
)


def _seal(data: bytes) -> None:
    independent_seal_check(data, [], _NOW)


def _paper(data: bytes) -> None:
    look_at(data)


def _code(data: bytes) -> None:
    read_code(data.decode("utf-8", "replace"), [], _NOW)


def _credential(data: bytes) -> None:
    with suppress(PresentationRefused):
        check_presentation(data.decode("utf-8", "replace"), [], audience=None, nonce=None, now=_NOW)


READERS: dict[str, Callable[[bytes], None]] = {
    "seal": _seal,
    "paper": _paper,
    "code": _code,
    "credential": _credential,
}
"""What reads the bytes of strangers, by name."""

_HEADS: dict[str, tuple[bytes, ...]] = {
    "seal": (
        b"%PDF-1.7\n/ByteRange [0 40 60 10]<308006092A864886F70D010702>",
        b"%PDF-1.7\n/ByteRange [0 9 9 0]",
    ),
    "paper": (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>\nendobj\n2 0 obj\n"
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>\nendobj\n4 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 5>>\nstartxref\n9\n%%EOF",
    ),
    "code": (b"SJ1:NCFOXN%TSMAHN-H3O4R64", b"SJ1:"),
    "credential": (
        b".".join(
            base64.urlsafe_b64encode(part).rstrip(b"=")
            for part in (b'{"alg":"ES256","kid":"00","typ":"dc+sd-jwt"}', b'{"_sd":[],"exp":1}', b"x" * 64)
        )
        + b"~WyJhIiwiYiIsImMiXQ~",
    ),
}


def offered(name: str, junk: bytes, lot: random.Random) -> bytes:
    """Something that begins like what the reader expects, spoilt with `junk` at places drawn by lot."""
    data = bytearray(lot.choice(_HEADS[name]))
    for at in range(0, len(junk), 7):
        place = lot.randrange(len(data) + 1)
        replaced = lot.choice((0, 1, 7))
        data[place : place + replaced] = junk[at : at + 7]
    return bytes(data)


def main(seconds: float = 60.0, name: str = "") -> int:
    """Exit status 1 where a reader broke or took too long."""
    chosen = {known: read for known, read in READERS.items() if name in known}
    try:
        import atheris  # noqa: PLC0415  not there on every machine
    except ImportError:
        return _by_lot(chosen, seconds)
    return _guided(atheris, chosen, seconds)


def _by_lot(chosen: dict[str, Callable[[bytes], None]], seconds: float) -> int:
    lot = random.Random()  # noqa: S311  no secret
    tried, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        for known, read in chosen.items():
            data = offered(known, lot.randbytes(lot.randrange(200)), lot)
            begun = time.process_time()
            try:
                read(data)
            except Exception as error:  # noqa: BLE001  this is what is looked for
                print(f"{known}: {type(error).__name__} by {data!r}")
                return 1
            if time.process_time() - begun > _LONGEST_SECONDS:
                print(f"{known}: too long by {data!r}")
                return 1
            tried += 1
    print(f"{tried:,} inputs by lot (without atheris): none broke a reader.")
    return 0


def _guided(atheris: object, chosen: dict[str, Callable[[bytes], None]], seconds: float) -> int:
    """libFuzzer ends the process by itself; with several readers each gets its part of the input."""
    readers = list(chosen.items())

    def one(data: bytes) -> None:
        if len(data) > _CHOICES:
            known, read = readers[data[0] % len(readers)]
            head = _HEADS[known][data[1] % len(_HEADS[known])]
            read(head[: data[2] * len(head) // 255] + data[_CHOICES:])

    for function in _functions_of_readers():
        atheris.instrument_func(function)  # type: ignore[attr-defined]
    options = [
        f"-max_total_time={seconds:.0f}",
        f"-timeout={_LONGEST_SECONDS * 10:.0f}",
        "-rss_limit_mb=2048",
    ]
    atheris.Setup([sys.argv[0], *options], one)  # type: ignore[attr-defined]
    atheris.Fuzz()  # type: ignore[attr-defined]
    return 0


def _functions_of_readers() -> list[Any]:
    """The functions of our own modules that read."""
    found: list[Any] = []
    for name, module in [*sys.modules.items()]:
        if name.startswith(_OWN):
            own = [each for each in vars(module).values() if getattr(each, "__module__", "") == name]
            found += [each for each in own if hasattr(each, "__code__")]
    return found


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(float(arguments[0]) if arguments else 60.0, *arguments[1:]))
