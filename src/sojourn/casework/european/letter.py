"""A notification on paper, for an institution that does not work here: a data sheet with the JSON attached."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from sojourn.casework.european.content import AddressData, NoticeContent
from sojourn.casework.european.texts import MESSAGES
from sojourn.casework.texts import country_name
from sojourn.core import clock
from sojourn.papers.drawing import draw
from sojourn.papers.sheet import Block, Heading, Part, Row, Rows, Sheet, Text
from sojourn.requests.packages.words import language_of
from sojourn.requests.texts import day_words

ATTACHMENT: Final = "notice.json"


def notice_pdf(content: NoticeContent) -> bytes:
    """The paper, in the language of the first state that gets it. Raises ValueError where it cannot be laid out."""
    language = language_of(content.recipients[0].country)
    with override(language):
        title = f"{content.message} · {MESSAGES[content.message]}"
        blocks: list[Block] = [
            Text(
                _("This paper follows the names of an EESSI use case. It was not sent through EESSI."),
                "small",
            ),
            Rows(list(_rows(content, language))),
        ]
        for heading, text in _texts(content):
            blocks += [Heading(heading), Text(text)]
        sheet = Sheet(
            subject=f"{content.message} {content.reference}",
            author="Sojourn",
            head=(content.sender.name, content.reference),
            parts=[Part(title, language, blocks)],
            foot=content.reference,
            page=_("Page %(n)s of %(total)s") % {"n": "{n}", "total": "{total}"},
        )
        return draw(sheet, clock.now(), (ATTACHMENT, content.as_json()))


def notice_rows(content: NoticeContent, language: str) -> list[tuple[str, list[str]]]:
    """What it says, label by label, in the language that is active."""
    person, law = content.person, content.determination or content.exception
    told: list[tuple[str, list[str]]] = [
        (_("Use case"), [f"{content.use_case} · {content.message}"]),
        (_("From"), [content.sender.name]),
        (_("To"), [f"{each.name} ({country_name(each.country)})" for each in content.recipients]),
        (_("Version"), [_version(content, language)]),
        (_("Name"), [f"{person.given_names} {person.family_name}"]),
        (_("Born on"), [day_words(person.birth_date, language)] if person.birth_date else []),
        (_("Nationality"), [country_name(code) for code in person.nationalities]),
        (_("Number"), [f"{each.number} ({country_name(each.country)})" for each in person.numbers]),
        (_("Employer"), [line for each in content.employers for line in _place(each)]),
        (_("Place of work"), [line for each in content.workplaces for line in _place(each)]),
    ]
    if law is not None:
        told.append((_("Legislation that applies"), [country_name(law.legislation)]))
        until = day_words(law.end, language) if law.end else _("no end")
        told.append(
            (_("Days"), [_("%(start)s to %(end)s") % {"start": day_words(law.start, language), "end": until}])
        )
    if content.determination is not None:
        told.append((_("Article"), [content.determination.article]))
        if content.determination.provisional:
            told.append(
                (_("Provisional"), [_("Another state may object within two months of being informed.")])
            )
    if content.invalidation is not None:
        said = {"message": content.invalidation.message, "reference": content.invalidation.reference}
        day = day_words(content.invalidation.issued_on, language)
        told.append(
            (_("No longer valid"), [_("%(message)s %(reference)s of %(day)s") % (said | {"day": day})])
        )
        told.append((_("Why"), [_("The case was reconsidered, and the grounds hold no more.")]))
    if content.certificate_number:
        told.append((_("Certificate"), [content.certificate_number]))
    return [(label, lines) for label, lines in told if lines]


def _rows(content: NoticeContent, language: str) -> Iterator[Row]:
    for label, lines in notice_rows(content, language):
        yield Row(label, lines)


def _texts(content: NoticeContent) -> Iterator[tuple[str, str]]:
    if content.exception is not None:
        yield _("Why"), content.exception.text
    if content.answer is not None and content.answer.remarks:
        yield _("Remarks"), content.answer.remarks
    if content.objection is not None:
        yield _("Reasons"), content.objection.reasons
    if content.question is not None:
        yield (_("Question") if content.message == "A005" else _("Answer")), content.question.text


def _version(content: NoticeContent, language: str) -> str:
    if content.first or content.previous_on is None:
        return _("First")
    said = {"n": content.version, "day": day_words(content.previous_on, language)}
    return _("%(n)s; changes the one of %(day)s") % said


def _place(place: AddressData) -> Iterator[str]:
    town = " ".join(part for part in (place.postcode, place.city) if part)
    yield from (line for line in (place.name, place.street, town) if line)
    if place.country:
        yield country_name(place.country)
