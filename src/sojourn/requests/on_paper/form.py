"""The request as a form to fill in by hand, made from the same questions as the pages."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from sojourn.core import clock
from sojourn.engine.lawbook.facts import Applicant, Clause, Fact, FactType, Words, load_facts
from sojourn.engine.lawbook.issuing import issuers_of
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.papers.drawing import draw
from sojourn.papers.sheet import Blank, Block, Heading, Part, Row, Rows, Sheet, Signature, Text
from sojourn.requests.answers import Answers
from sojourn.requests.law import the_law
from sojourn.requests.models import Request
from sojourn.requests.packages.answers_told import told
from sojourn.requests.receiving import known_institution, receiving_name
from sojourn.requests.worker_questions import kept_from_applicant

_SERVICE: Final = "Sojourn"
_NOT_ASKED: Final = frozenset({"law", "check"})
_DATES: Final = frozenset({FactType.DATE, FactType.OPEN_DATE})
_SHORT: Final = _DATES | {
    FactType.POSTCODE,
    FactType.US_SSN,
    FactType.US_EIN,
    FactType.PERCENT,
    FactType.US_STATE,
}
_ROWS_ON_PAPER: Final = 2
_LONG_TEXT_LINES: Final = 4


def blank_form(applicant: Applicant, home: str, host: str, language: str) -> bytes:
    """The empty form, as a PDF: every question that may be asked of such an applicant in this corridor.

    `home` and `host` are codes of countries, or empty for any.
    """
    where = _issuers(applicant, home, host, language)
    return _drawn(Answers(applicant), home, host, language, [*where, Text(_words("not_all", language))], "")


def filled_form(request: Request, language: str) -> bytes:
    """The form of a draft or of a request that was sent, with its answers.

    What was not answered stays to fill in, and so does what the worker keeps from the applicant.
    """
    kept = kept_from_applicant(request, load_facts())
    answers = request.answers.only({*request.answers.values, *request.answers.unknown} - kept)
    where = _issuers(answers.applicant, answers.home, answers.host, language)
    if request.institution_id:
        where = _where(request.institution_id, language)
    blocks = [*where, Text(_words("filled_note", language))]
    return _drawn(answers, answers.home, answers.host, language, blocks, request.reference or "")


def questions_on_paper(applicant: Applicant, home: str, host: str) -> Iterator[tuple[str, Fact]]:
    """The questions that may be asked of such an applicant in this corridor, each with its matter, in order."""
    facts = load_facts()
    matters = ["employer"] if applicant is Applicant.EMPLOYER else []
    for matter in (*matters, *facts.interviews[applicant]):
        for fact in facts.of_matter(matter, applicant):
            if any(_may_hold(clause, applicant, home, host) for clause in fact.asked):
                yield matter, fact


def _may_hold(clause: Clause, applicant: Applicant, home: str, host: str) -> bool:
    return (
        clause.applicant in (None, applicant)
        and (not clause.from_ or not home or home in clause.from_)
        and (not clause.to or not host or host in clause.to)
    )


def _drawn(
    answers: Answers, home: str, host: str, language: str, first: list[Block], reference: str
) -> bytes:
    facts, applicant = load_facts(), answers.applicant
    blocks: list[Block] = [Text(_words("may_decline", language), "lead"), *first]
    before = ""
    for matter, fact in questions_on_paper(applicant, home, host):
        if matter != before and matter not in _NOT_ASKED:
            titles = facts.matters[matter].title
            blocks.append(Heading(titles.get(language, titles["en"])))
        before = matter
        blocks += _question(fact, answers, language)
    blocks += [
        Heading(_words("declaration", language)),
        Text(_words("declared", language)),
        Signature(_words("sign", language).split("|")),
    ]
    sheet = Sheet(
        subject=_words("subject", language),
        author=_SERVICE,
        head=(_SERVICE, *([reference] if reference else [])),
        parts=[Part(_words("title", language), language, blocks)],
        foot=facts.version,
        page=_words("page", language),
    )
    return draw(sheet, clock.now())


def _question(fact: Fact, answers: Answers, language: str) -> list[Block]:
    own = fact.words_in(language, answers.applicant)
    given = told(answers, [fact], language)[0].lines if answers.is_given(fact.id) else ()
    hint = _words("date_form", language) if fact.type in _DATES and not own.hint else own.hint or ""
    if fact.type is FactType.ROWS and not given:
        return list(_rows(fact, own, language))
    options = _options(fact, own, answers, language)
    if options:
        value = answers.values.get(fact.id)
        codes: list[str | bool] = [*(option.code for option in fact.options_for(answers.applicant))] or [
            True,
            False,
        ]
        ticked = [at for at, code in enumerate(codes) if code == value and value is not None]
        unknown = fact.id in answers.unknown and len(options) > len(codes)
        return [Blank(own.label, hint, options, ticked=[*ticked, *([len(codes)] if unknown else [])])]
    lines = _LONG_TEXT_LINES if fact.type is FactType.LONG_TEXT else 1
    return [Blank(own.label, hint, lines=lines, short=fact.type in _SHORT, value=given)]


def _options(fact: Fact, own: Words, answers: Answers, language: str) -> list[str]:
    if fact.type is FactType.YES_NO:
        options = [_words("yes", language), _words("no", language)]
    elif fact.type is FactType.CHOICE:
        options = [own.options[option.code] for option in fact.options_for(answers.applicant)]
    else:
        return []
    return options + ([own.unknown] if fact.offers_unknown and own.unknown else [])


def _rows(fact: Fact, own: Words, language: str) -> Iterator[Block]:
    yield Text(own.label, "strong")
    if own.hint:
        yield Text(own.hint, "small")
    for number in range(1, min(_ROWS_ON_PAPER, fact.rows_at_most) + 1):
        for column in fact.columns:
            words = own.columns[column.id]
            label = _words("row_n", language, label=words.label, n=number)
            options = [words.options[option.code] for option in column.options]
            if column.type is FactType.YES_NO:
                options = [_words("yes", language), _words("no", language)]
            yield Blank(label, options=options, short=column.type in _SHORT)


def _issuers(applicant: Applicant, home: str, host: str, language: str) -> list[Block]:
    """Who issues in this corridor, with address and fax; nothing where no corridor is named."""
    wanted = "employee" if applicant.is_about_employee else "self_employed"
    found: dict[str, Institution] = {}
    for instrument in the_law().between(home, host) if home and host else ():
        for each in issuers_of(the_law(), instrument, home):
            if wanted in each.statuses:
                found.setdefault(each.institution.id, each.institution)
    return [block for institution_id in found for block in _where(institution_id, language)]


def _where(institution_id: str, language: str) -> list[Block]:
    known = known_institution(institution_id)
    rows = [
        ("institution", receiving_name(institution_id, language)),
        ("address", known.address if known and known.address else _words("address_unknown", language)),
        ("fax", known.fax if known else None),
        ("phone", known.phone if known else None),
        ("website", known.url if known else None),
    ]
    told_rows = [Row(_words(key, language), [value]) for key, value in rows if value]
    return [Heading(_words("where", language)), Rows(told_rows)]


def _words(key: str, language: str, **values: object) -> str:
    entry = _data()[key]
    text: str = entry.get(language) or entry["en"]
    return text.format(**values) if values else text


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return loaded
