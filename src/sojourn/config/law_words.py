"""Law data in English words for a terminal: provisions, conditions, limits, sources."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sojourn.engine.lawbook.law import Law, Provision, Source, Term, Use
from sojourn.engine.telling.texts import country, label
from sojourn.engine.words.vocabulary import WORDS

LEGISLATIONS = {
    "home": "the law of the home country",
    "host": "the law of the country of work",
    "residence": "the law of the country of residence",
    "flag": "the law of the ship's flag",
    "home_base": "the law of the home base",
    "employer_seat": "the law of the employer's seat",
    "other_seat": "the law of the other employer's seat",
    "administration": "the law of the administration that employs",
    "state_of_work": "the law of the country of work",
    "state_of_employment": "the law of the country of employment",
    "centre_of_interest": "the law of the centre of interest of the activities",
    "nationality": "the law of the country of nationality",
    "benefit_state": "the law of the country that pays the benefit",
    "choice": "the law that the person chooses",
    "principal_activity": "the law of the country of the principal activity",
    "sees_employment": "the law of the country that sees employment",
    "employee_rules": "the law that the rules for employees give",
    "by_agreement": "the law on which the authorities agree",
}
MANY = 8


def names(law: Law, codes: Iterable[str]) -> str:
    """Countries by name; how many there are, where there are many."""
    held = sorted(country(law, code, "en", "plain") for code in codes)
    return ", ".join(held) if len(held) <= MANY else f"{len(held)} countries"


def term(limit: Term) -> str:
    """A limit in words."""
    length = f"{limit.weeks} weeks" if limit.weeks is not None else f"{limit.months} months"
    return length.replace("months", "calendar months") if limit.to_month_end else length


def span(first: date | str | None, last: date | str | None) -> str:
    """From and until, where one of them is given."""
    if first is None and last is None:
        return "always"
    return " ".join(
        part for part in (f"from {first}" if first else "", f"until {last}" if last else "") if part
    )


def meaning(name: str) -> str:
    """What a condition means: the first sentence of the vocabulary's own explanation; else its name."""
    word = WORDS.get(name)
    text = (word.test.__doc__ or "").strip() if word else ""
    return text.partition("\n")[0].removesuffix(".") or name


def parameters(law: Law, given: Mapping[str, Any]) -> str:
    """What a condition is given, in words."""
    return "; ".join(_parameter(law, name, value) for name, value in given.items())


def _parameter(law: Law, name: str, value: Any) -> str:
    if name in ("months", "weeks"):
        return f"{value} {name}"
    if isinstance(value, Mapping):
        return f"{name}: " + ", ".join(f"{key} {each}" for key, each in value.items())
    if isinstance(value, tuple | list | frozenset):
        codes = all(isinstance(each, str) and each in law.labels["countries"] for each in value)
        return f"{name}: {names(law, value) if codes else ', '.join(map(str, value))}"
    return f"{name}: {value}"


def condition(law: Law, use: Use) -> str:
    """A condition as a provision uses it."""
    only = f" [only from {use.home} to {use.host}]" if use.home else ""
    return told(law, use.name, use.parameters) + only


def told(law: Law, name: str, given: Mapping[str, Any]) -> str:
    """What a condition means, with what it is given."""
    return f"{meaning(name)} ({parameters(law, given)})" if given else meaning(name)


def source(each: Source) -> str:
    """Where something was read."""
    parts = [each.title, f"as of {each.as_of}" if each.as_of else "", each.url or ""]
    return ", ".join(part for part in parts if part)


def provision(law: Law, rule: Provision, way: tuple[str, str] | None = None) -> Iterator[str]:
    """A provision, line by line; with `way` (home, host), the conditions of that direction alone."""
    article = f"Article {rule.article}" if rule.article else "article not read"
    yield f"{rule.id}: {label(law, 'categories', rule.category, 'en')}, {article}"
    ways = f"from {rule.home or 'anywhere'} to {rule.host or 'anywhere'}" if rule.home or rule.host else ""
    people = ", ".join(sorted(status.replace("_", " ") for status in rule.statuses))
    yield f"  {LEGISLATIONS.get(rule.legislation, rule.legislation)}; for: {people}{'; ' if ways else ''}{ways}"
    if rule.limit is not None:
        beyond = "covered that long in any case" if rule.first_months else "a longer plan is no posting"
        yield f"  at most {term(rule.limit)}; {beyond}"
    uses = [use for use in rule.conditions if way is None or use.home is None or (use.home, use.host) == way]
    if uses:
        yield "  if all of this holds:"
        yield from (f"    - {condition(law, use)}" for use in uses)
    yield from (f"  {line}" for line in _more(rule))
    yield f"  confidence: {rule.confidence}"
    yield from (f"  source: {source(each)}" for each in rule.sources)
    yield from (f"  open: {question}" for question in rule.open)


def _more(rule: Provision) -> Iterator[str]:
    extension = rule.extension
    if extension is not None:
        possible = {True: "possible", False: "not possible", None: "not known"}[extension.possible]
        parts = [
            f"extension: {possible}",
            f"{extension.months_in_all} months in all" if extension.months_in_all else "",
            f"in steps of {extension.step_months} months" if extension.step_months else "",
            f"Article {extension.article}" if extension.article else "",
            f"by {extension.by}" if extension.by else "",
        ]
        yield ", ".join(part for part in parts if part)
    if rule.valid_from or rule.valid_until:
        yield f"valid {span(rule.valid_from, rule.valid_until)}"
    if rule.ask:
        yield "ask: " + ", ".join(f"{institution} ({party})" for party, institution in rule.ask.items())
    if rule.displaces:
        yield "goes before: " + ", ".join(sorted(rule.displaces))
    if rule.supplement is not None:
        yield f"stands in: {rule.supplement.title}"
    if rule.reading:
        yield f"one reading of the sources: {rule.reading}"
    if rule.refer:
        yield f"an officer decides: {rule.refer}"
