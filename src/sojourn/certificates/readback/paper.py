"""The document, read with a library that did not write it, and compared with what was decided."""

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]  # it has no types

from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.document import ATTACHMENT
from sojourn.certificates.face import Issue
from sojourn.certificates.labels import code_words, date_words, written_languages
from sojourn.certificates.lettering import is_right_to_left
from sojourn.certificates.readback.letters import PageText, letters_from_right

# PDFium must not be entered by two threads at once.
_one_at_a_time: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a stranger's viewer finds: the text of all pages, and the attached data."""

    page_text: PageText
    attached: bytes | None
    pages: int

    @property
    def text(self) -> str:
        """The letters of all pages, without their spaces."""
        return self.page_text.letters


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document in PDFium, alone. Raises ValueError where it cannot be opened."""
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("PDFium cannot open the document") from error
        try:
            yield document
        finally:
            document.close()


def read_back(pdf: bytes) -> ReadBack:
    """Read text and attachment. Raises ValueError where the document cannot be read."""
    with opened(pdf) as document:
        return read(document, list(document))


def read(document: pypdfium2.PdfDocument, pages: Sequence[pypdfium2.PdfPage]) -> ReadBack:
    """The same of a document that is open, with its pages."""
    written = [page.get_textpage() for page in pages]
    text = "\n".join(page.get_text_bounded() for page in written)
    from_right = "\n".join(map(letters_from_right, written)) if is_right_to_left(text) else ""
    return ReadBack(PageText(text, from_right), _attached(document), len(pages))


def attached_data(pdf: bytes, name: str | None = None) -> bytes | None:
    """The data attached to a document, the first or those of this name; None where it has none or cannot be read."""
    try:
        with opened(pdf) as document:
            files = [document.get_attachment(at) for at in range(document.count_attachments())]
            found = (file for file in files if name in (None, file.get_name()))
            return next((bytes(file.get_data()) for file in found), None)
    except ValueError:
        return None


def differences(found: ReadBack, content: CertificateContent, issue: Issue) -> list[str]:
    """Where a sealed document does not say what was decided: names of fields, empty when it does.

    For the moment of issue: it also expects the words of today's labels and law data.
    """
    wrong = _attached_differs(found, content.model_dump(mode="json"), issue)
    return wrong + _left_out(found, (*_values(content, issue), *_words(content, issue)))


def still_agrees(pdf: bytes, kept: dict[str, Any], issue: Issue) -> bool:
    """Whether a document issued earlier says what is kept of it, by its data and by every value printed as it is.

    Labels, words of the law data and the service's address may have changed since, so they are not looked for.
    Raises ValueError where the document cannot be read.
    """
    found = read_back(pdf)
    return not _attached_differs(found, kept, issue) and not _left_out(
        found, _values(read_content(kept), issue)
    )


def _attached_differs(found: ReadBack, content: dict[str, Any], issue: Issue) -> list[str]:
    record = json.loads(found.attached) if found.attached is not None else {}
    agrees = (
        record.get("content") == content
        and record["number"] == issue.number
        and record["issued_on"] == issue.issued_on.isoformat()
        and record["check"].endswith(f"/c/{issue.number}/{issue.secret}")
    )
    return [] if agrees else ["attachment"]


def _left_out(found: ReadBack, expected: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, text in expected if not found.page_text.says(text)]


def _words(content: CertificateContent, issue: Issue) -> Iterator[tuple[str, str]]:
    """What the paper says in the words of its languages, by name."""
    languages = written_languages(content.languages)
    days = {"period_start": content.period_start, "period_end": content.period_end}
    if content.period_end and content.period_limit and content.period_limit >= content.period_end:
        days["period_limit"] = content.period_limit
    days |= {"holder.birth_date": content.holder.birth_date, "issued_on": issue.issued_on}
    for name, day in days.items():
        for wording in date_words(day, languages) if day else ():
            yield name, wording
    for exemption in content.exempt:
        for code in exemption.branches:
            for wording in code_words("branches", code, languages):
                yield f"exempt.{exemption.country}.{code}", wording


def _values(content: CertificateContent, issue: Issue) -> Iterator[tuple[str, str]]:
    """What the paper says exactly as it is kept, by name."""
    yield "number", issue.number
    yield "secret", issue.secret
    yield "article", content.article or ""
    for language, title in content.titles.items():
        yield f"titles.{language}", title
    yield from _texts(content)


def _texts(content: CertificateContent) -> Iterator[tuple[str, str]]:
    holder = content.holder
    for name in ("given_names", "family_name", "birth_name", "birth_place", "number", "host_number"):
        yield f"holder.{name}", getattr(holder, name) or ""
    places: list[tuple[str, Any]] = [("employer", content.employer)] if content.employer else []
    places += [("holder.residence", holder.residence)] if holder.residence else []
    places += [(f"workplaces.{at}", place) for at, place in enumerate(content.workplaces)]
    for path, place in places:
        for name in ("name", "street", "postcode", "city", "state"):
            yield f"{path}.{name}", getattr(place, name, None) or ""
    for at, line in enumerate((content.issuer.name, *content.issuer.address)):
        yield f"issuer.{at}", line
    yield "form", (content.form or "") if content.kind == "coverage" else ""
    yield "status_code", content.status_code or ""
    yield "law_version", content.law_version_on_paper


def _attached(document: pypdfium2.PdfDocument) -> bytes | None:
    for at in range(document.count_attachments()):
        file = document.get_attachment(at)
        if file.get_name() == ATTACHMENT:
            return bytes(file.get_data())
    return None
