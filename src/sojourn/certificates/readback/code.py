"""The square codes, read from the picture of the page as a telephone would."""

from collections.abc import Sequence
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import zxingcpp

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.face import Issue
from sojourn.certificates.offline import OfflineFacts, facts_of
from sojourn.certificates.offline.facts import MARK_OF_SHORTENING, Mark
from sojourn.certificates.offline.reading import unverified_facts
from sojourn.certificates.readback.paper import opened

_POINTS_AN_INCH: Final = 72
_DOTS_AN_INCH: Final = 150
_MM: Final = _POINTS_AN_INCH / 25.4
# Where typst/certificate.typ puts the codes on the last page, with room around them.
_LEFT, _BOTTOM, _WIDTH, _HEIGHT = 15, 12, 76, 48
_LONG: Final = ("family_name", "given_names", "article")


def differences(found: Sequence[str], content: CertificateContent, issue: Issue) -> list[str]:
    """Where the codes that were seen do not say what was decided: `code.` and the fact, empty when they do."""
    wrong = [] if issue.address in found else ["code.address"]
    if issue.offline_code is None:
        return wrong
    if issue.offline_code not in found:
        return [*wrong, "code.offline"]
    try:
        said = unverified_facts(issue.offline_code)
    except ValueError:
        return [*wrong, "code.offline"]
    return wrong + [f"code.{name}" for name in _differing(said, facts_of(content, issue))]


def codes_on(pdf: bytes) -> list[str]:
    """What the square codes at the foot of the last page say. Raises ValueError where the document cannot be read."""
    with opened(pdf) as document:
        return seen_on(document[len(document) - 1])


def seen_on(page: pypdfium2.PdfPage) -> list[str]:
    """The same of the last page of a document that is open."""
    width, height = page.get_size()
    left, bottom = _LEFT * _MM, _BOTTOM * _MM
    crop = (left, bottom, width - left - _WIDTH * _MM, height - bottom - _HEIGHT * _MM)
    picture: Any = page.render(
        scale=_DOTS_AN_INCH / _POINTS_AN_INCH, crop=crop, grayscale=True, may_draw_forms=False
    )
    seen = zxingcpp.read_barcodes(
        picture.to_numpy().squeeze(),
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]),
        try_rotate=False,
        try_downscale=False,
    )
    return [each.text for each in seen]


def _differing(said: OfflineFacts, decided: OfflineFacts) -> list[str]:
    shortened = Mark.NAMES_SHORTENED | Mark.ARTICLE_SHORTENED
    names = [name for name in OfflineFacts.__dataclass_fields__ if name not in ("marks", *_LONG)]
    wrong = [name for name in names if getattr(said, name) != getattr(decided, name)]
    wrong += [] if said.marks & ~shortened == decided.marks else ["marks"]
    for name in _LONG:
        mark = Mark.ARTICLE_SHORTENED if name == "article" else Mark.NAMES_SHORTENED
        if not _is_whole_or_shortened(getattr(said, name), getattr(decided, name), mark in said.marks):
            wrong.append(name)
    return wrong


def _is_whole_or_shortened(said: str | None, decided: str | None, may_be_short: bool) -> bool:
    if said == decided:
        return True
    if said is None or decided is None or not may_be_short or not said.endswith(MARK_OF_SHORTENING):
        return False
    return decided.startswith(said.removesuffix(MARK_OF_SHORTENING))
