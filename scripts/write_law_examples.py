"""Writes worked examples of bilateral agreements: for each provision a case that meets it, and cases one fact away.

    python scripts/write_law_examples.py world          all of law/instruments/world that have no examples yet
    python scripts/write_law_examples.py world de-jp    one of them, anew

What a case has to come out as is said here from the provision's own words, not taken from the engine: home or host law
by its consequence; refer where it leaves room; where one condition fails, the rule for the place of work if the
agreement has an unconditional one, else an officer. A case that the engine answers otherwise is not written but told,
for somebody to look at: the provision, this script or the engine is wrong.
"""

import copy
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from law_example_facts import FAILS, REFERRED, START, UNSET, A, Facts, Pair, met

from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.lawbook.law import Instrument, Provision
from sojourn.engine.lawbook.law_files import law_directory
from tests.law.test_examples import changed, wrong

HEAD = "# Worked examples of {id}: facts in, answer out. Each variant changes one thing of the situation above it.\n"


def law_of(pair: Pair, facts: Facts) -> str | None:
    """The country that the provision names for the facts."""
    person, work = facts["person"], facts["activities"][0]
    seats = {each["id"]: each["seat"] for each in facts.get("employers", ())}
    named = {
        "home": pair.home,
        "by_agreement": pair.home,
        "choice": pair.home,
        "host": pair.host,
        "residence": person.get("residence"),
        "flag": work.get("flag"),
        "employer_seat": seats.get(work.get("employer")),
    }
    return named.get(pair.provision.legislation)


def expected(pair: Pair, facts: Facts) -> Facts:
    """What the provision says to a case that meets it; under several readings, what all of them say."""
    rules = [Pair(pair.instrument, each, pair.home, pair.host) for each in readings(pair)]
    laws = {law_of(each, facts) for each in rules}
    if pair.provision.refer is not None or len(laws) > 1 or None in laws:
        return {"outcome": "refer"}
    if "works_in_both" in pair.words and pair.provision.legislation == "host":
        return {"instrument": pair.instrument.id}  # each of the two jobs under its own law
    return {"legislation": laws.pop()}


def readings(pair: Pair) -> list[Provision]:
    """The provision, and those that stand beside it under another reading of the sources."""
    shown = pair.provision
    if shown.reading is None:
        return [shown]
    alike = [each for each in pair.instrument.provisions if each.category == shown.category and each.reading]
    return [each for each in alike if each.statuses == shown.statuses]


def otherwise(pair: Pair) -> Facts:
    """What holds where the provision fails: the rule for the place of work, if there is one without conditions."""
    status = "self_employed" if pair.provision.statuses == {"self_employed"} else "employee"
    category = "local_self_employed" if status == "self_employed" else "local_employee"
    rules = [
        each
        for each in pair.instrument.provisions
        if each.category == category and each.home in (None, pair.home) and each.host in (None, pair.host)
    ]
    if len(rules) != 1 or rules[0].refer or rules[0].legislation != "host":
        return {"outcome": "refer"}
    if not {use.name for use in rules[0].conditions} <= set(pair.words):
        return {"outcome": "refer"}
    return {"legislation": pair.host}


def variants(pair: Pair, facts: Facts) -> Iterator[tuple[str, Facts, Facts]]:
    """One fact away: name, changes, what has to come out."""
    words, said = pair.words, expected(pair, facts)
    yield from of_the_readings(pair, said) if pair.provision.reading else of_the_limit(pair, said)
    for name, called, change in FAILS if pair.provision.category != "diplomat" else ():
        if name == "limited_in_advance" and "expected_within" in words:
            continue
        if name == "sent_from_home" and has_rule_for_hired(pair):
            continue
        if name in words:
            yield called, change(pair), otherwise(pair)
    for name, called, changes in REFERRED:
        if name in words:
            yield called, changes, {"outcome": "refer"}
    by_residence = pair.provision.legislation == "residence" and "paid_from_residence" not in words
    if "resident_in_a_party" in words and by_residence and not pair.provision.refer:
        yield "living in the country of work", {"person.residence": pair.host}, {"legislation": pair.host}
    if "home_law_elected" in words:
        missing = {"outcome": "undetermined", "missing": "person.chosen_legislation"}
        yield (
            "nothing is chosen yet",
            {"person.chosen_legislation": UNSET, "person.chosen_on": UNSET},
            missing,
        )
    if pair.provision.category == "dependants":
        yield (
            "accompanying somebody under the law of the country",
            {"person.accompanies.legislation": pair.host},
            {"outcome": "no_work"},
        )


def has_rule_for_hired(pair: Pair) -> bool:
    """Whether the agreement has a rule of its own for people hired in the country of work."""
    return any(use.name == "hired_there" for each in pair.instrument.provisions for use in each.conditions)


def of_the_readings(pair: Pair, said: Facts) -> Iterator[tuple[str, Facts, Facts]]:
    """A plan that fits all readings of the limit, one that fits only the longest, one that fits none."""
    limits = [each.limit.last_day(START) for each in readings(pair) if each.limit is not None]
    if len(set(limits)) < 2 or pair.provision.first_months:
        return
    end = A + "end"
    yield "the last day that fits every reading", {end: min(limits)}, said
    yield "a day more, where the readings part", {end: min(limits) + timedelta(days=1)}, {"outcome": "refer"}
    yield "too long for every reading", {end: max(limits) + timedelta(days=1)}, otherwise(pair)


def of_the_limit(pair: Pair, said: Facts) -> Iterator[tuple[str, Facts, Facts]]:
    """The last day, a day more, no day at all, and an earlier posting."""
    limit, after = pair.provision.limit, otherwise(pair)
    if limit is None or "expected_within" not in pair.words:
        return
    last = limit.last_day(START)
    end, day_more = A + "end", last + timedelta(days=1)
    until = {} if "outcome" in said else {"until": last, "max_months": limit.months}
    yield "the last day that fits", {end: last}, {**said, **until}
    if pair.provision.first_months:
        yield "one day too long: covered up to the limit", {end: day_more}, {**said, **until}
        yield "one day too long: the day after", {end: day_more}, {"at": day_more, **after}
    else:
        yield "one day too long", {end: day_more}, after
    yield "the end is not said", {end: UNSET}, {"outcome": "undetermined", "missing": end}
    if limit.to_month_end and not pair.provision.first_months:
        later = {A + "start": START.replace(day=15), end: day_more}
        yield "the month of the start counts in full", later, after
    yield from of_a_series(pair, said, last)


def of_a_series(pair: Pair, said: Facts, last: date) -> Iterator[tuple[str, Facts, Facts]]:
    """An earlier posting a month ago, and one that ended long ago."""
    if "series" not in pair.words:
        return
    first = {"country": pair.host, "start": date(2015, 3, 1), "legislation": pair.home}
    soon, long_ago = ({**first, "end": day} for day in (date(2027, 1, 31), date(2020, 2, 29)))
    rule = pair.instrument.series
    referred = rule is None or rule.rule == "not_read"
    changes = {"history": [soon], A + "end": last}
    yield (
        "an earlier posting ended a month ago",
        changes,
        {"outcome": "refer"} if referred else otherwise(pair),
    )
    yield "an earlier posting ended years ago", {"history": [long_ago]}, said


def plain(value: Any) -> Any:
    """Dates as text."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def comes_out(facts: Facts, expect: Facts, provision: str) -> str | None:
    """What the engine says instead; None where it is what is expected."""
    answer = determine(read_situation(plain(facts)), load_law())
    faults = list(wrong(answer.to_json(), plain(expect)))
    return f"{provision}: {'; '.join(faults)}" if faults else None


def examples(instrument: Instrument, told: list[str]) -> Iterator[Facts]:
    """The examples of one instrument; what does not come out is told, a rule that shows in one direction is enough."""
    for provision in instrument.provisions:
        shown = 0
        faults: list[str] = []
        for home, host in (instrument.parties, instrument.parties[::-1]):
            if provision.home not in (None, home) or provision.host not in (None, host):
                continue
            if shown and not provision.category.startswith("posted"):
                continue
            example = example_of(Pair(instrument, provision, home, host), faults, first=not shown)
            if example is not None:
                shown += 1
                yield example
        if not shown or provision.category.startswith("posted"):
            told.extend(faults)


def example_of(pair: Pair, told: list[str], *, first: bool) -> Facts | None:
    """A case that meets the provision with its variants; in the second direction only the bare case."""
    facts = met(pair)
    expect = expected(pair, facts)
    fault = comes_out(facts, expect, pair.provision.id)
    if fault is not None:
        told.append(fault)
        return None
    kind = pair.provision.id.removeprefix(pair.instrument.id + "-").replace("-", " ")
    shown: list[Facts] = []
    called = f"{kind}, {pair.home} to {pair.host}"
    example = {"name": called, "situation": facts, "expect": expect, "variants": shown}
    for name, changes, said in variants(pair, facts) if first else ():
        fault = comes_out(changed(copy.deepcopy(facts), changes), said, f"{pair.provision.id}: {name}")
        if fault is None:
            shown.append({"name": name, "set": changes, "expect": said})
        else:
            told.append(fault)
    return example


def not_yet(instrument: Instrument, told: list[str]) -> Iterator[Facts]:
    """An agreement that is signed and not in force decides nothing."""
    posting = next((each for each in instrument.provisions if each.category == "posted_employee"), None)
    if posting is None:
        return
    facts, expect = met(Pair(instrument, posting, *instrument.parties)), {"outcome": "uncoordinated"}
    fault = comes_out(facts, expect, instrument.id)
    if fault is not None:
        told.append(fault)
    else:
        name = "signed only, so it does not bind"
        yield {"name": name, "situation": facts, "expect": expect, "variants": []}


def flow(value: Any) -> str:
    """YAML on one line."""
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{json.dumps(k) if '[' in k else k}: {flow(v)}" for k, v in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    text = str(value)
    plain_text = text.replace("-", "").replace("_", "").replace(" ", "").isalnum()
    return text if plain_text else json.dumps(text, ensure_ascii=False)


def written(instrument: str, found: list[Facts]) -> str:
    """The file."""
    lines = [HEAD.format(id=instrument) + f"instrument: {instrument}", "examples:"]
    for example in found:
        lines += [f"- name: {json.dumps(example['name'], ensure_ascii=False)}", "  situation:"]
        for key, value in example["situation"].items():
            if isinstance(value, list) and value:
                lines += [f"    {key}:", *(f"    - {flow(each)}" for each in value)]
            else:
                lines.append(f"    {key}: {flow(value)}")
        lines.append(f"  expect: {flow(example['expect'])}")
        if example["variants"]:
            lines.append("  variants:")
        for each in example["variants"]:
            lines += [f"  - name: {json.dumps(each['name'])}", f"    set: {flow(each['set'])}"]
            lines.append(f"    expect: {flow(each['expect'])}")
    return "\n".join(lines) + "\n"


def main(family: str, only: list[str]) -> int:
    """Write the files; tell what did not come out."""
    law = load_law()
    told: list[str] = []
    for path in sorted((law_directory() / "instruments" / family).glob("*.yaml")):
        target = law_directory() / "examples" / family / path.name
        if path.stem not in only if only else target.exists():
            continue
        instrument = law.instruments[path.stem]
        found = list((examples if instrument.binds_on(START) else not_yet)(instrument, told))
        if found:
            target.parent.mkdir(exist_ok=True)
            target.write_text(written(instrument.id, found), encoding="utf-8")
    print(*told, sep="\n", file=sys.stderr)
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
