"""The proposal and its reminder on paper, in the language of the other authority, with the data attached."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from sojourn.casework.exceptions.content import AuthorityData, PlaceData, ProposalContent
from sojourn.core import clock
from sojourn.papers.drawing import draw
from sojourn.papers.sheet import (
    Address,
    Blank,
    Block,
    Heading,
    Items,
    Part,
    Row,
    Rows,
    Sheet,
    Signature,
    Text,
)
from sojourn.requests.countries import country_name
from sojourn.requests.packages.words import day

ATTACHMENT: Final = "exception.json"
_SERVICE: Final = "Sojourn"


def proposal_pdf(content: ProposalContent, reply_by: date) -> bytes:
    """Letter, data sheet and a page for the answer. Raises ValueError where it cannot be laid out."""
    return _drawn(content, [_letter(content, reply_by), _data(content), _answer(content)])


def reminder_pdf(content: ProposalContent, sent_on: date, due_on: date) -> bytes:
    """A letter that asks for the answer once more, with the data. Raises ValueError as `proposal_pdf`."""
    language = content.language
    title = words("title_reminder", language, reference=content.reference)
    said = words("reminded", language, sent=day(sent_on, language), due=day(due_on, language))
    blocks = [*_head(content), Text(said), *_what(content), *_foot(content)]
    return _drawn(content, [Part(title, language, blocks), _data(content), _answer(content)])


def ended_pdf(content: ProposalContent, sent_on: date) -> bytes:
    """A letter that takes the proposal back. Raises ValueError as `proposal_pdf`."""
    language = content.language
    title = words("title_ended", language, reference=content.reference)
    said = words("ended", language, sent=day(sent_on, language))
    return _drawn(content, [Part(title, language, [*_head(content), Text(said), *_foot(content)])])


def letter_lines(content: ProposalContent, reply_by: date) -> list[str]:
    """The letter's paragraphs, for who reads it before it is sent."""
    letter = _letter(content, reply_by)
    return [letter.title, *(block.text for block in letter.blocks if isinstance(block, Text))]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return loaded


def words(key: str, language: str, **values: object) -> str:
    """The words of this key. Raises KeyError for one that is not there."""
    entry = _words()[key]
    text = entry.get(language) or entry["en"]
    return text.format(**values) if values else text


def _drawn(content: ProposalContent, parts: list[Part]) -> bytes:
    language = content.language
    sheet = Sheet(
        subject=words("subject", language, reference=content.reference),
        author=_SERVICE,
        head=(content.proposed_by.name, content.reference),
        parts=parts,
        foot=content.reference,
        page=words("page", language, n="{n}", total="{total}"),
    )
    return draw(sheet, clock.now(), (ATTACHMENT, content.as_json()))


def _letter(content: ProposalContent, reply_by: date) -> Part:
    language = content.language
    blocks: list[Block] = [*_head(content), *_what(content)]
    blocks += [Text(line) for line in content.text.split("\n") if line]
    blocks += [Text(words("reply_by", language, day=day(reply_by, language)), "strong"), *_foot(content)]
    return Part(words(f"title_{content.kind}", language), language, blocks)


def _head(content: ProposalContent) -> list[Block]:
    language = content.language
    return [
        Address(list(_to(content.proposed_to))),
        Text(words("date", language, day=day(clock.today(), language))),
    ]


def _what(content: ProposalContent) -> list[Block]:
    language = content.language
    asked = words(
        "asks",
        language,
        legislation=country_name(content.legislation, language),
        other=country_name(content.instead_of, language),
        start=day(content.start, language),
        end=day(content.end, language),
    )
    named = {"instrument": content.instrument_title, "article": content.article}
    return [Text(asked), Text(words("basis_article" if content.article else "basis", language, **named))]


def _foot(content: ProposalContent) -> list[Block]:
    language = content.language
    return [
        Text(words("encloses", language)),
        Text(words("closing", language)),
        Address(list(_to(content.proposed_by))),
        Signature(words("sign", language).split("|")),
    ]


def _to(body: AuthorityData) -> Iterator[str]:
    yield body.name
    if body.office:
        yield body.office
    yield from body.address


def _data(content: ProposalContent) -> Part:
    language, person = content.language, content.person
    told: list[tuple[str, list[str]]] = [
        (words("our_reference", language), [content.reference, content.case_reference]),
        (words("name", language), [f"{person.given_names} {person.family_name}"]),
        (words("born", language), [day(person.birth_date, language)] if person.birth_date else []),
        (words("born_in", language), [person.birth_place or ""]),
        (words("nationalities", language), [country_name(each, language) for each in person.nationalities]),
        (_number_label(content.proposed_by.country, language), [person.number or ""]),
        (_number_label(content.instead_of, language), [person.host_number or ""]),
        (words("work", language), [words(content.status, language)]),
        (words("employer", language), list(_place(content.employer, language))),
        (
            words("workplace", language),
            [line for each in content.workplaces for line in _place(each, language)],
        ),
        (
            words("period", language),
            [words("days", language, start=day(content.start, language), end=day(content.end, language))],
        ),
    ]
    rows = [Row(label, [line for line in lines if line]) for label, lines in told if any(lines)]
    blocks: list[Block] = [Rows(rows)]
    if content.reasons:
        blocks.append(Heading(words("applicant_says", language)))
        blocks.append(Rows([Row(each.label, each.text.split("\n")) for each in content.reasons]))
    return Part(words("data", language), language, blocks)


def _number_label(country: str, language: str) -> str:
    return words("number", language, country=country_name(country, language))


def _place(place: PlaceData | None, language: str) -> Iterator[str]:
    if place is None:
        return
    town = " ".join(part for part in (place.postcode, place.city, place.state) if part)
    yield from (line for line in (place.name, place.street, town) if line)
    if place.country:
        yield country_name(place.country, language)


def _answer(content: ProposalContent) -> Part:
    """What the other authority can fill in and send back."""
    language = content.language
    choices = [words(key, language) for key in ("answer_full", "answer_part_period", "answer_refused")]
    blocks: list[Block] = [
        Rows([Row(words("our_reference", language), [content.reference])]),
        Items(choices, "boxes"),
        Blank(words("answer_from", language), short=True),
        Blank(words("answer_until", language), short=True),
        Blank(words("answer_remarks", language), lines=5),
        Signature(words("sign", language).split("|")),
    ]
    return Part(words("answer_part", language), language, blocks)
