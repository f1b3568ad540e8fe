"""What differs between two states of the law data, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sojourn.config import law_words as words
from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawkeeping.comparing import Difference, Field, Thing
from sojourn.engine.telling.texts import label

LONG = 160


def changes_text(law: Law, differences: Iterable[Difference]) -> str:
    """Each difference with what came, went and changed; a count at the end."""
    held = list(differences)
    lines = [line for each in held for line in _difference(law, each)]
    counted = Counter((each.thing, each.kind) for each in held)
    ending = [f"{thing.value}: {count} {kind.value}" for (thing, kind), count in sorted(counted.items())]
    return "\n".join([*lines, *([""] if lines else []), *(ending or ["no difference"])])


def _difference(law: Law, each: Difference) -> Iterator[str]:
    yield f"{each.kind.value}: {each.thing.value} {each.id}{_about(law, each)}"
    if each.thing is Thing.DATA:
        # Words and figures come by the hundred; the files themselves are the place to compare them.
        yield from ([f"    {', '.join(field.name for field in each.fields)}"] if each.fields else [])
        return
    for field in each.fields:
        yield from (f"    {line}" for line in _field(law, each.thing, field))


def _about(law: Law, each: Difference) -> str:
    """A word on what came, went or changed."""
    content = each.content
    parts = []
    if each.thing is Thing.INSTRUMENT:
        parts = [str(content.get("title", "")), f"in force {content.get('in_force') or 'not yet'}"]
    elif each.thing is Thing.PROVISION:
        article = content.get("article")
        parts = [
            label(law, "categories", str(content.get("category", "")), "en"),
            f"Article {article}" if article else "article not read",
            _limit(content.get("limit")),
            words.LEGISLATIONS.get(str(content.get("legislation")), ""),
        ]
    elif each.thing is Thing.INSTITUTION:
        parts = [str(content.get("name", ""))]
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _field(law: Law, thing: Thing, field: Field) -> Iterator[str]:
    if field.name == "limit":
        yield f"limit: {_limit(field.old) or 'none'} -> {_limit(field.new) or 'none'}"
    elif field.name in ("conditions", "persons", "when"):
        yield from _members(field, lambda entry: _condition(law, entry))
    elif isinstance(field.old or field.new, list):
        yield from _members(field, _shown)
    elif isinstance(field.old or field.new, dict):
        yield from _keys(field)
    elif thing is Thing.PROVISION and field.name == "legislation":
        old, new = (words.LEGISLATIONS.get(str(value), str(value)) for value in (field.old, field.new))
        yield f"legislation: {old} -> {new}"
    else:
        yield f"{field.name.replace('_', ' ')}: {_shown(field.old)} -> {_shown(field.new)}"


def _members(field: Field, shown: Any) -> Iterator[str]:
    """What came into a list and what went out of it; or that only the order changed."""
    name = field.name.replace("_", " ")
    old, new = list(field.old or ()), list(field.new or ())
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    yield from (f"{name}: no longer: {shown(each)}" for each in gone)
    yield from (f"{name}: now: {shown(each)}" for each in come)
    if not gone and not come:
        yield f"{name}: in another order"


def _keys(field: Field) -> Iterator[str]:
    name = field.name.replace("_", " ")
    old: Mapping[str, Any] = field.old if isinstance(field.old, dict) else {}
    new: Mapping[str, Any] = field.new if isinstance(field.new, dict) else {}
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield f"{name}, {key}: {_shown(old.get(key))} -> {_shown(new.get(key))}"


def _limit(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    length = f"{value['weeks']} weeks" if value.get("weeks") else f"{value.get('months')} months"
    first = ", covered that long in any case" if value.get("beyond") == "first_months" else ""
    return f"at most {length}{first}"


def _condition(law: Law, entry: Any) -> str:
    if not isinstance(entry, dict) or "is" not in entry:
        return _shown(entry)
    rest = {key: value for key, value in entry.items() if key not in ("is", "only")}
    only = entry.get("only")
    where = f" [only from {only['from']} to {only['to']}]" if isinstance(only, dict) else ""
    return words.told(law, str(entry["is"]), rest) + where


def _shown(value: Any) -> str:
    """A value on one line, cut where it is long."""
    if value is None or value in ({}, [], ""):
        return "nothing"
    if isinstance(value, list):
        text = ", ".join(_shown(each) for each in value)
    elif isinstance(value, dict):
        text = "; ".join(f"{key}: {_shown(each)}" for key, each in value.items())
    else:
        text = str(value)
    return text if len(text) <= LONG else text[: LONG - 1] + "…"
