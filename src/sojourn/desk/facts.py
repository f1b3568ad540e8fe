"""The facts of a case in rows, with the labels of the vocabulary: what the law reads, and who it is about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sojourn.casework.case_view import CaseView
from sojourn.casework.texts import country_name, remark_words
from sojourn.engine.lawbook.facts import Applicant, Column, Fact, FactType, Kind, Option, Words, load_facts
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.texts import day_words

type Row = dict[str, Any]
ABSENT = object()


def work_rows(case: CaseView) -> list[Row]:
    """What the law reads, as the applicant declared it; what they said not to know stands last."""
    applicant = Applicant(case.applicant_kind)
    rows = []
    for fact in load_facts().facts:
        if fact.kind is Kind.FACT and fact.matter_for(applicant) is not None:
            value = value_at(case.situation, fact.id)
            if value is not ABSENT:
                rows.append(fact_row(fact, value, applicant))
    return rows


def person_rows(file: RequestFile) -> list[Row]:
    """Who it is about, and the applicant's own words. Only for a page whose drawing was written down as a look."""
    applicant = Applicant(file.applicant_kind)
    rows = []
    for fact in load_facts().facts:
        # What only later requests ask stands on no page of a first one.
        if fact.kind is not Kind.PARTICULAR or (fact.matter and fact.matter_for(applicant) is None):
            continue
        if fact.type is FactType.ROWS:
            if file.family:
                rows.append(fact_row(fact, list(file.family), applicant) | {"whose": "worker"})
        elif fact.id in file.particulars:
            rows.append(
                fact_row(fact, file.particulars[fact.id], applicant) | {"whose": fact.id.split(".")[0]}
            )
    return sorted(rows, key=lambda row: row.get("whose") != "worker")


def with_standings(rows: list[Row], case: CaseView) -> list[Row]:
    """The rows with how each fact stands: declared by the applicant, or what an officer has found out."""
    standings = case.around.standings
    return [
        row | {"standing": found.state, "source": found.source, "reason": found.reason}
        if (found := standings.get(str(row.get("fact", "")))) is not None
        else row | {"standing": "declared"}
        for row in rows
    ]


def fact_name(fact_id: str, case: CaseView) -> str:
    """What the form calls the fact."""
    fact = load_facts().get(fact_id)
    return fact.words_in(_language(), Applicant(case.applicant_kind)).name if fact else fact_id


def followed_rows(case: CaseView) -> list[Row]:
    """What a request says that follows another: its own answers, and which answers differ. Names nobody."""
    if case.followed is None:
        return []
    facts, applicant = load_facts(), Applicant(case.applicant_kind)
    rows = [fact_row(facts[name], value, applicant) for name, value in case.followed.said.items()]
    if case.followed.corrected:
        language = get_language() or "en"
        names = [facts[name].words_in(language, applicant).name for name in case.followed.corrected]
        rows.append({"key": _("Answered differently"), "value": ", ".join(names)})
    return rows


def remark_rows(file: RequestFile) -> list[Row]:
    """What the applicant wrote about warnings that they went on from, by the warning."""
    return [{"key": remark_words(code), "value": words} for code, words in file.remarks]


def value_at(situation: Mapping[str, Any], path: str) -> object:
    """The value at a path such as `activities[0].start`; ABSENT where nothing is known."""
    here: Any = situation
    for step in path.replace("]", "").replace("[", ".").split("."):
        if isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            here = here[int(step)]
        elif isinstance(here, Mapping) and step in here:
            here = here[step]
        else:
            return ABSENT
    return here


def fact_row(fact: Fact, value: object, applicant: Applicant) -> Row:
    """One fact with its value, as the vocabulary names both."""
    words = fact.words_in(_language(), applicant)
    row: Row = {"fact": fact.id, "key": words.name}
    if fact.type is FactType.ROWS and isinstance(value, list):
        lines = [_line(fact, words, each) for each in value]
        return row | {"lines": lines, "value": "" if lines else _("None")}
    if value is None:
        return row | {"value": words.unknown or _("None")}
    return row | {"value": _told(fact, value, words.options)}


def _told(fact: Fact, value: object, options: Mapping[str, str]) -> str:
    match fact.type:
        case FactType.COUNTRY:
            return country_name(str(value))
        case FactType.COUNTRIES if isinstance(value, list):
            return ", ".join(country_name(str(code)) for code in value) or _("None")
        case FactType.DATE | FactType.OPEN_DATE:
            return _day(str(value))
        case FactType.YES_NO:
            return _("Yes") if value else _("No")
        case FactType.CHOICE:
            return options.get(str(value), str(value))
        case FactType.PERCENT if isinstance(value, int | float):
            return f"{value:.0%}" if value <= 1 else f"{value:.0f} %"
    return str(value)


def _line(fact: Fact, words: Words, row: object) -> str:
    """One earlier stay or family member in a line: its values in the order in which they stand, choices in words."""
    if not isinstance(row, Mapping):
        return str(row)
    told: list[str] = []
    kept = dict(row)
    for column in fact.columns:
        chosen = _chosen(column, row) if column.options else None
        if chosen is not None:
            told.append(words.columns[column.id].options[chosen.code])
            told_by_it = {name for option in column.options for name in option.sets}
            kept = {name: value for name, value in kept.items() if name not in told_by_it}
    parts = (_part(words, str(name), value) for name, value in kept.items() if value not in (None, ""))
    return " · ".join([*parts, *told])


def _chosen(column: Column, row: Mapping[str, object]) -> Option | None:
    """The choice that was made, told by what it sets; where several fit, the one that says most."""
    fitting = [
        option
        for option in column.options
        if option.sets and all(row.get(name) == value for name, value in option.sets.items())
    ]
    return max(fitting, key=lambda option: len(option.sets), default=None)


def _part(words: Words, name: str, value: object) -> str:
    if name in ("country", "legislation"):
        return country_name(str(value))
    if isinstance(value, bool):
        column = words.columns.get(name)
        said = _("Yes") if value else _("No")
        return f"{column.label} {said}" if column else said
    return _day(str(value)) if name in ("start", "end", "birth_date") else str(value)


def _day(text: str) -> str:
    try:
        return day_words(date.fromisoformat(text), _language())
    except ValueError:
        return text


def _language() -> str:
    return (get_language() or "en")[:2]
