"""The letter of a decision: what it says, as it is previewed, drawn as PDF and kept as it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from sojourn.casework.hosting.identity import Standing, standing_of
from sojourn.casework.models import Case, Decision, InstitutionSetting, Letter
from sojourn.casework.texts import country_name, reason_words, remedy_words
from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.files.events import keep
from sojourn.papers.drawing import draw
from sojourn.papers.sheet import Address, Block, Heading, Items, Part, Row, Rows, Sheet, Text
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.for_proofs import language_of
from sojourn.requests.receiving import receiving_name
from sojourn.requests.texts import day_words

KIND: Final = "decision_letter"
ON_DECISION: Final = "decision"


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter tells: the codes and values of a decision, made or about to be made.

    `works_here`: whether the institution that it is forwarded to decides in this service.
    """

    result: str
    reasons: tuple[str, ...]
    own_words: str = field(repr=False, default="")
    remedy: str = ""
    decided_on: date | None = None
    is_automatic: bool = False
    certificate_number: str = ""
    granted: tuple[date, date | None] | None = None
    asked: tuple[date | None, date | None] = (None, None)
    basis: tuple[str, str] = ("", "")
    forwarded_to: str = ""
    works_here: bool = True
    replaces: str = ""
    effective_on: date | None = None

    @property
    def is_part(self) -> bool:
        """Whether less was granted than asked for."""
        if self.granted is None:
            return False
        first, last = self.granted
        asked_first, asked_last = self.asked
        later = asked_first is not None and first > asked_first
        return later or (last is not None and (asked_last is None or last < asked_last))


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words: the same whether it is shown before it is sent or drawn and kept."""

    language: str
    title: str
    lead: str
    rows: tuple[tuple[str, str], ...] = field(repr=False)
    reasons: tuple[str, ...]
    own_words: str = field(repr=False)
    remedy: tuple[str, ...]
    closing: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of it as plain paragraphs, in the order in which they are read."""
        rows = tuple(f"{label}: {value}" for label, value in self.rows)
        words = tuple(self.own_words.split("\n")) if self.own_words else ()
        return (self.title, self.lead, *rows, *self.reasons, *words, *self.remedy, self.closing)


def content_of(case: Case, decision: Decision, **changes: Any) -> Content:
    """What the letter of a decision tells. `changes`: what only its own event knows."""
    granted = (decision.certified_from, decision.certified_until) if decision.certified_from else None
    before = decision.supersedes
    return Content(
        **{
            "result": decision.result,
            "reasons": tuple(decision.reasons),
            "own_words": decision.own_words,
            "remedy": decision.remedy,
            "decided_on": decision.decided_at.date(),
            "is_automatic": decision.is_automatic,
            "certificate_number": decision.certificate_number or "",
            "granted": granted,
            "asked": (case.start, case.end),
            "basis": basis_of(decision.determination),
            "forwarded_to": decision.forwarded_to,
            "works_here": works_here(decision.forwarded_to),
            "replaces": (before.certificate_number or "") if before else "",
            **changes,
        }
    )


def works_here(institution_id: str) -> bool:
    """Whether an institution decides in this service, so that a request can be handed to it."""
    return InstitutionSetting.objects.filter(pk=institution_id).exists() if institution_id else False


def basis_of(determination: Any) -> tuple[str, str]:
    """Instrument and article on which the first part of the law's answer rests; empty where there is none."""
    basis = next((each["basis"] for each in determination.get("periods", ()) if each.get("basis")), None)
    return (basis["instrument"], basis.get("article") or "") if basis else ("", "")


def written_letter(case: Case, content: Content, setting: InstitutionSetting, language: str) -> Written:
    """The letter in words, in `language`, with the institution's own deadline where it has set one."""
    with override(language):
        standing = _standing(setting, language)
        return Written(
            language=language,
            title=_("Our answer to your request %(reference)s") % {"reference": _own(case, setting)},
            lead=_lead(content, language),
            rows=tuple(_rows(case, content, language)),
            reasons=tuple(reason_words(code, language) for code in content.reasons),
            own_words=content.own_words.strip(),
            remedy=tuple(_remedy(content, setting, language)),
            closing=(
                _("Decided by the rules of %(institution)s, without a person.")
                if content.is_automatic
                else _("Decided by an officer of %(institution)s.")
            )
            % {"institution": standing.name},
        )


def write_letter(
    case: Case,
    file: RequestFile,
    decision: Decision,
    setting: InstitutionSetting,
    **changes: Any,
) -> None:
    """Draw the letter of a decision in the applicant's language and keep it, sealed, as it is sent."""
    language = language_of(file.id)
    written = written_letter(case, content_of(case, decision, **changes), setting, language)
    keep_letter(case, file, written, setting, occasion=ON_DECISION, decision=decision)


def keep_letter(
    case: Case,
    file: RequestFile,
    written: Written,
    setting: InstitutionSetting,
    *,
    occasion: str,
    decision: Decision | None = None,
) -> Letter:
    """Draw a letter and keep it. Raises ValueError where it cannot be laid out without loss."""
    sheet = _sheet(case, file, written, _standing(setting, written.language))
    return Letter.objects.create(
        case=case,
        decision=decision,
        occasion=occasion,
        language=written.language,
        file_id=keep(data=draw(sheet, clock.now()), media_type="application/pdf", kind=KIND),
        written_at=clock.now(),
    )


def _standing(setting: InstitutionSetting, language: str) -> Standing:
    return standing_of(load_law(), setting.pk, setting.read, language)


def _own(case: Case, setting: InstitutionSetting) -> str:
    return setting.read.numbering.own_reference(case.reference)


def _lead(content: Content, language: str) -> str:
    match content.result:
        case "approved" if content.replaces:
            return _(
                "We have decided again. The new certificate stands in the place of certificate %(number)s."
            ) % {"number": content.replaces}
        case "approved" if content.is_part:
            return _("We have approved your request for part of the time.")
        case "approved":
            return _("We have approved your request.")
        case "forwarded" if not content.works_here:
            place = receiving_name(content.forwarded_to, language)
            return _(
                "%(institution)s decides on your request. Your page holds all that is needed to send it there."
            ) % {"institution": place}
        case "forwarded":
            place = receiving_name(content.forwarded_to, language)
            return _("We have sent your request on to %(institution)s, which decides it.") % {
                "institution": place
            }
        case "discontinued":
            return _("We have closed your request without a decision on the certificate.")
        case "withdrawn":
            return _("We have withdrawn certificate %(number)s. It proves nothing from %(day)s on.") % {
                "number": content.replaces,
                "day": _day(content.effective_on, language),
            }
        case "copied":
            return _("You get the certificate again, as it was issued.")
        case "cancelled":
            return _("We have withdrawn the certificate, because the work did not take place.")
    return _("We have refused your request.")


def _rows(case: Case, content: Content, language: str) -> list[tuple[str, str]]:
    rows = [(_("Country of work"), country_name(case.host))]
    if case.start:
        rows.append((_("You asked for"), _period(content.asked, language)))
    if content.granted is not None:
        rows.append((_("The certificate covers"), _period(content.granted, language)))
    if content.certificate_number:
        rows.append((_("Certificate"), content.certificate_number))
    instrument, article = content.basis
    if instrument and content.result in {"approved", "refused"}:
        known = load_law().instruments[instrument]
        name = known.short.get(language) or known.title
        words = _("%(instrument)s, Article %(article)s") % {"instrument": name, "article": article}
        rows.append((_("Legal basis"), words if article else name))
    if content.decided_on:
        rows.append((_("Day of the decision"), _day(content.decided_on, language)))
    return rows


def _remedy(content: Content, setting: InstitutionSetting, language: str) -> list[str]:
    paragraphs = [remedy_words(content.remedy, language)] if content.remedy else []
    days = setting.read.deadlines.appeal
    if days and content.decided_on and content.result not in {"forwarded", "copied"}:
        last = content.decided_on + timedelta(days=days)
        paragraphs.append(_("Write to us by %(day)s.") % {"day": _day(last, language)})
    return paragraphs


def _period(period: tuple[date | None, date | None], language: str) -> str:
    first, last = period
    if last is None:
        return _("from %(start)s") % {"start": _day(first, language)}
    return _("%(start)s to %(end)s") % {"start": _day(first, language), "end": _day(last, language)}


def _day(day: date | None, language: str) -> str:
    return day_words(day, language) if day else ""


def _sheet(case: Case, file: RequestFile, written: Written, standing: Standing) -> Sheet:
    language = written.language
    with override(language):
        person = _person(file)
        known: Sequence[tuple[str, str]] = ((_("Person"), person), *written.rows) if person else written.rows
        blocks: list[Block] = [
            Address(_addressee(file)),
            Text(written.lead, "lead"),
            Rows([Row(label, (value,)) for label, value in known]),
            Heading(_("Why")),
            Items(written.reasons),
            *(Text(line) for line in written.own_words.split("\n") if line.strip()),
        ]
        if written.remedy:
            blocks += [Heading(_("If you do not agree")), *map(Text, written.remedy)]
        reach = [standing.name, *standing.address, standing.phone, standing.email]
        blocks += [Text(written.closing, "small"), Text(", ".join(filter(None, reach)), "small")]
        return Sheet(
            subject=written.title,
            author=standing.name,
            head=(*standing.letterhead, case.reference),
            parts=[Part(written.title, language, blocks)],
            foot=case.reference,
            page=_("Page {n} of {total}"),
        )


def _person(file: RequestFile) -> str:
    names = (file.particulars.get(f"worker.{name}", "") for name in ("given_names", "family_name"))
    return " ".join(filter(None, names))


def _addressee(file: RequestFile) -> list[str]:
    known = file.particulars
    if not known.get("sender.name"):
        return [_person(file)]
    place = " ".join(filter(None, (known.get("sender.postcode", ""), known.get("sender.city", ""))))
    return [line for line in (known["sender.name"], known.get("sender.street", ""), place) if line]
