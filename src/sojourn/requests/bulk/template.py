"""The template to fill in: made from the vocabulary, for one country of work, in one language."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any, Final

from django.utils.translation import gettext, override
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sojourn.engine.lawbook.facts import Applicant, FactType, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.asking import Because, asked_now
from sojourn.requests.bulk.columns import Column
from sojourn.requests.countries import country_options

ROWS_READY: Final = 2000
"""So many rows have drop-downs and formats."""
FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r")
_DAYS: Final = (FactType.DATE, FactType.OPEN_DATE)
_AS_TEXT: Final = (
    FactType.US_SSN,
    FactType.US_EIN,
    FactType.POSTCODE,
    FactType.FOREIGN_NUMBER,
    FactType.TEXT,
    FactType.ADDRESS_LINE,
    FactType.PERSON_NAME,
)
_SAMPLES: Final = {
    "worker.given_names": "Maria Luisa",
    "worker.family_name": "Beispiel",
    "worker.birth_place": "Springfield",
    "worker.ssn": "123-45-6789",
    "receiver.name": "Beispiel GmbH",
    "receiver.street": "Musterstraße 1",
    "receiver.postcode": "12345",
    "receiver.city": "Hamburg",
}
_SAMPLE_DAYS: Final = {
    "activities[0].start": "2027-03-01",
    "activities[0].end": "2030-02-28",
    "activities[0].employed_since": "2019-04-01",
    "worker.birth_date": "1989-07-21",
}


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def csv_template(columns: Sequence[Column]) -> bytes:
    """A header of the columns' ids, which are the names of the interface; UTF-8 with the mark that Excel needs."""
    return csv_file([[column.id for column in columns]])


def csv_file(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as CSV that can be opened in a spreadsheet without harm."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[guarded(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def xlsx_template(columns: Sequence[Column], language: str, home: str, host: str = "") -> bytes:
    """The same as a workbook: drop-downs, formats, help as comments and on a second sheet."""
    made = BytesIO()
    texts = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with override(language), Workbook(made, texts) as book:
        people = book.add_worksheet(gettext("People")[:31])
        explained = book.add_worksheet(gettext("Help")[:31])
        lists = book.add_worksheet("lists")
        lists.hide()
        required = _required_always(home, host)
        _people(book, people, lists, columns, language, required)
        _help(book, explained, columns, language, required, host)
        people.activate()
    return made.getvalue()


def _required_always(home: str, host: str) -> frozenset[str]:
    """The questions that have to be answered for this corridor whatever else is said."""
    facts = load_facts()
    places = {"activities[0].sent_from": home, "activities[0].country": host}
    answers = Answers(Applicant.EMPLOYER).with_typed(
        facts, {name: code for name, code in places.items() if code}
    )
    plain = (Because.ALWAYS, Because.CORRIDOR)
    return frozenset(
        each.fact.id for each in asked_now(answers, facts) if each.required and each.because in plain
    )


def _people(
    book: Any,
    sheet: Worksheet,
    lists: Worksheet,
    columns: Sequence[Column],
    language: str,
    required: frozenset[str],
) -> None:
    bold = book.add_format(
        {"bold": True, "bg_color": "#F0F0F0", "text_wrap": True, "valign": "top", "border": 1}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        needed = column.fact.id in required and not column.part
        label = column.label(language)
        sheet.write_string(0, at, label if needed else f"{label} {gettext('(optional)')}", bold)
        sheet.write_comment(0, at, _explained(column, language), {"x_scale": 2.5, "y_scale": 2})
        width = 14 if column.type in _DAYS else 24
        sheet.set_column(
            at, at, width, day if column.type in _DAYS else text if column.type in _AS_TEXT else None
        )
        if choices := _choices(column, language):
            for row, choice in enumerate(choices):
                lists.write_string(row, at, choice)
            place = f"=lists!${_letters(at)}$1:${_letters(at)}${len(choices)}"
            several = column.type is FactType.COUNTRIES
            sheet.data_validation(
                1, at, ROWS_READY, at, {"validate": "list", "source": place, "show_error": not several}
            )
        elif column.type in _DAYS:
            sheet.data_validation(
                1, at, ROWS_READY, at, {"validate": "any", "input_message": gettext("A day, like 2027-03-01")}
            )


def _choices(column: Column, language: str) -> list[str]:
    match column.type:
        case FactType.COUNTRY | FactType.COUNTRIES:
            return [name for _, name in country_options(language)]
        case FactType.CHOICE:
            return list(column.option_words(language).values())
        case FactType.YES_NO:
            return [gettext("yes"), gettext("no")]
        case _:
            return []


def _explained(column: Column, language: str) -> str:
    """The help of the form in plain text."""
    words = column.fact.words_in(language)
    told = [words.label, words.why, words.hint or "", words.meaning or "", words.example or ""]
    if column.fact.offers_unknown and words.unknown:
        told.append(gettext("Write ? for: %(words)s") % {"words": words.unknown})
    return "\n".join(dict.fromkeys(each for each in told if each))


def _help(
    book: Any, sheet: Worksheet, columns: Sequence[Column], language: str, required: frozenset[str], host: str
) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#F0F0F0", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    head = (
        gettext("Column"),
        gettext("Needed"),
        gettext("What it means"),
        gettext("Example"),
        gettext("Name"),
    )
    for at, (name, width) in enumerate(zip(head, (32, 12, 80, 26, 30), strict=True)):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, width, wrapped)
    for row, column in enumerate(columns, 1):
        needed = column.fact.id in required and not column.part
        cells = (
            column.label(language),
            gettext("yes") if needed else gettext("optional"),
            _explained(column, language),
            _sample(column, language, host),
            column.id,
        )
        for at, cell in enumerate(cells):
            sheet.write_string(row, at, cell, wrapped)
    sheet.freeze_panes(1, 1)


def _sample(column: Column, language: str, host: str) -> str:
    """What could stand in the column. The person is made up; the number is one that nobody has."""
    if column.part:
        return ""
    if column.type in _DAYS:
        return _SAMPLE_DAYS.get(column.id, "")
    if column.type in (FactType.COUNTRY, FactType.COUNTRIES):
        names: Mapping[str, str] = dict(country_options(language))
        return names[host if column.id == "activities[0].country" and host in names else "US"]
    choices = _choices(column, language)
    return choices[-1 if column.type is FactType.YES_NO else 0] if choices else _SAMPLES.get(column.id, "")


def _letters(at: int) -> str:
    """The name of a column of a spreadsheet: A, B, ... Z, AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
