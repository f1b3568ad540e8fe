"""A file in words: what is proposed, whom it is about, how it was weighed, what was answered."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sojourn.casework.exceptions.content import PlaceData, ProposalContent
from sojourn.casework.exceptions.file_view import ExchangeView, WeighedView
from sojourn.casework.exceptions.texts import RESULTS, VERDICTS, criterion_words
from sojourn.casework.texts import country_name
from sojourn.engine import load_facts, load_law
from sojourn.requests.receiving import receiving_name
from sojourn.requests.texts import day_words

type Row = dict[str, Any]


def language() -> str:
    """The reader's language, as the catalogues name it."""
    return (get_language() or "en")[:2]


def proposal_rows(view: ExchangeView) -> list[Row]:
    """What is proposed."""
    instrument = load_law().instruments[view.instrument]
    title = instrument.short.get(language()) or instrument.title
    rows: list[Row] = [
        {"key": _("Proposed by"), "value": receiving_name(_proposer(view), language())},
        {"key": _("Proposed to"), "value": receiving_name(view.liaison_id, language())},
        {"key": _("Legislation that shall apply"), "value": country_name(view.legislation)},
        {"key": _("In place of"), "value": country_name(_left(view))},
        {"key": _("Days"), "value": days(view.row.start, view.row.end)},
        {"key": _("Basis"), "value": _basis(view.article, title)},
    ]
    if view.row.due_on and view.row.sent_on:
        rows.append({"key": _("Sent on"), "value": day_words(view.row.sent_on, language())})
        rows.append({"key": _("Answer due on"), "value": day_words(view.row.due_on, language())})
    if view.reminded_on:
        rows.append({"key": _("Reminded on"), "value": day_words(view.reminded_on, language())})
    return rows


def person_rows(content: ProposalContent) -> list[Row]:
    """Whom it is about, with the employer and the place of work."""
    person = content.person
    pairs = [
        (_("Name"), [f"{person.given_names} {person.family_name}"]),
        (_("Born on"), [day_words(person.birth_date, language())] if person.birth_date else []),
        (_("Nationality"), [country_name(code) for code in person.nationalities]),
        (_("Number"), [each for each in (person.number, person.host_number) if each]),
        (_("Employer"), list(_place(content.employer))),
        (_("Place of work"), [line for each in content.workplaces for line in _place(each)]),
    ]
    return [{"key": key, "lines": lines} for key, lines in pairs if lines]


def reason_rows(content: ProposalContent) -> list[Row]:
    """What the applicant says for it, by the questions as the reader's language has them."""
    facts = load_facts()
    return [
        {
            "key": facts[each.question].words_in(language()).name if each.question in facts else each.label,
            "value": each.text,
        }
        for each in content.reasons
    ]


def weighed_rows(view: ExchangeView) -> list[Row]:
    """How the reader's own side weighs it; what is not weighed yet is left out."""
    return [_weighed(each) for each in view.weighed if each.verdict]


def reply_rows(view: ExchangeView) -> list[dict[str, Any]]:
    """What the other side answered, newest last."""
    return [
        {
            "view": reply,
            "result": RESULTS.get(reply.result, ""),
            "days": days(reply.start, reply.end) if reply.start else "",
            "status": "bad" if reply.result == "refused" else "good" if reply.counts else "warning",
        }
        for reply in view.replies
    ]


def days(start: Any, end: Any) -> str:
    """Two days as a sentence has them."""
    if end is None:
        return _("from %(start)s") % {"start": day_words(start, language())}
    said = {"start": day_words(start, language()), "end": day_words(end, language())}
    return _("%(start)s to %(end)s") % said


def _weighed(each: WeighedView) -> Row:
    verdict = str(VERDICTS[each.verdict]).replace(" ", "\N{NO-BREAK SPACE}")
    return {"key": criterion_words(each.code), "lines": [verdict, *each.words.split("\n")]}


def _proposer(view: ExchangeView) -> str:
    if view.content is not None:
        return view.content.proposed_by.id
    return view.row.other_id


def _left(view: ExchangeView) -> str:
    return view.row.other_country if view.is_asking else view.content.instead_of if view.content else ""


def _basis(article: str, title: str) -> str:
    return _("Article %(article)s, %(title)s") % {"article": article, "title": title} if article else title


def _place(place: PlaceData | None) -> Iterator[str]:
    if place is None:
        return
    town = " ".join(part for part in (place.postcode, place.city, place.state) if part)
    yield from (line for line in (place.name, place.street, town) if line)
    if place.country:
        yield country_name(place.country)
