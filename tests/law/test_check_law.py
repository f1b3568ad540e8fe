"""The law data are sound, and the check that says so finds what is not."""

import dataclasses
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from sojourn.engine import LawError, load_law
from sojourn.engine.lawbook.law_files import COMPILED, law_directory, read_law_text
from sojourn.engine.lawbook.load import compile_law_files
from sojourn.engine.lawbook.yaml_reading import read_yaml
from sojourn.engine.lawkeeping.check_instruments import ARTICLE
from sojourn.engine.lawkeeping.check_law import check
from sojourn.engine.lawkeeping.standing import Report
from sojourn.engine.words.vocabulary import WORDS


def copied(target: Path) -> Path:
    for part in ("instruments", "domestic", "institutions", "reference"):
        shutil.copytree(law_directory() / part, target / part)
    return target


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the law that a test may spoil."""
    return copied(tmp_path)


def spoil(directory: Path, name: str, old: str, new: str) -> None:
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def report() -> Report:
    """What the check says of the law that is shipped."""
    return check()


def test_the_law_is_sound(report: Report) -> None:
    assert report.faults == ()
    assert report.version == load_law().version


def test_the_report_counts_by_family(report: Report) -> None:
    us = next(family for family in report.families if family.name == "us")
    assert (us.instruments, us.in_force) == (34, 31)
    assert sum(us.confidence.values()) == 34
    held = [each for each in report.standings if each.family == "us"]
    assert {each.id for each in held if each.in_force is None} == {"us-mx", "us-ro", "us-es-2024"}
    assert sum(family.provisions for family in report.families) == sum(e.provisions for e in report.standings)


def test_pairs_are_counted_on_a_day() -> None:
    before, after = check(on=date(2020, 12, 31)), check(on=date(2021, 1, 1))
    # 28 members, three EEA EFTA states and Switzerland under the regulation, but not Switzerland with those three:
    # they are tied by the convention of EFTA. From 2021 the United Kingdom is bound by a protocol.
    assert before.pairs_by_kind["regulation"] == 32 * 31 // 2 - 3
    assert after.pairs_by_kind["regulation"] == 31 * 30 // 2 - 3
    assert before.pairs_by_kind["bilateral"] <= after.pairs
    assert after.pairs_with_rules <= after.pairs


def test_the_stalest_are_those_of_which_nothing_was_read_since(report: Report) -> None:
    assert len(report.stalest) == 10
    newest = [each.newest for each in report.stalest if each.newest]
    assert newest == sorted(newest)
    others = [
        e.newest for e in report.standings if e not in report.stalest and e.newest and e.status != "ended"
    ]
    assert max(newest) <= min(others)


@pytest.mark.parametrize(
    "article",
    ["6(2)", "8.1.a", "VIII", "SSC.10(3)(a)", "14(11)", "5(3), 5(4)", "6-7", "6(2)-(4)", "Decision A2 3(c)"],
)
def test_the_forms_of_articles_in_use_are_possible(article: str) -> None:
    assert ARTICLE.match(article)


@pytest.mark.parametrize("article", ["four", "6(2", "", "memory", "6()", "Article 6", "6, ", "- 6"])
def test_other_forms_of_articles_are_not(article: str) -> None:
    assert not ARTICLE.match(article)


# Each spoils one file in one place: file, what stands there, what is put there, where and what the check must say.
SPOILED = [
    ("us-de", "in_force: 1979-12-01", "in_force: 1975-12-01", "us-de", "not in order"),
    ("us-at", "status: in_force", "status: signed", "us-at", "does not fit in_force"),
    ("us-au", "status: in_force", "status: ended", "us-au", "does not fit ended"),
    ("us-gb", 'article: "4(2)"', 'article: "four"', "us-gb-posted-employee", "impossible form"),
    (
        "us-be",
        "only: {from: US, to: BE}",
        "only: {from: US, to: FR}",
        "us-be-posted",
        "not between the parties",
    ),
    ("us-ch", "CH: ch-bsv", "CH: ch-nobody", "us-ch-exception", "no institution of a party"),
    ("us-cz", "issuer: cz-cssz", "issuer: cz-nobody", "us-cz", "there is no institution"),
    ("us-dk", "expected_within, months: 60", "expected_within, months: 48", "us-dk-posted", "the limit 60"),
    ("us-es", "    limit: {months: 60, beyond: none}\n", "", "us-es-posted", "a posting without a limit"),
    (
        "us-fi",
        "  - id: us-fi-employee",
        "  - id: fi-us-employee",
        "fi-us-employee",
        "does not begin with us-fi-",
    ),
    (
        "us-it",
        "displaces: [us-it-choice]",
        "displaces: [us-it-choise]",
        "us-it-italian",
        "which is not there",
    ),
    ("us-fr", "still_due: {US:", "still_due: {DE:", "us-fr", "still_due: DE is no party"),
    ("institutions/au.yaml", "under: [us-au]", "under: [us-xx]", "au-ato", "no instrument us-xx"),
    (
        "institutions/it.yaml",
        "under: [us-it]",
        "under: [us-de]",
        "it-inps",
        "is no party of us-de",
    ),
    (
        "domestic/sg.yaml",
        "  - id: sg-outbound",
        "  - id: xx-outbound",
        "xx-outbound",
        "does not begin with sg-",
    ),
    ("reference/sentences.yaml", "temporary:\n  met:", "temporary:\n  mett:", "sentences", "temporary.met"),
    ("reference/labels.yaml", "  medicare: {", "  medicair: {", "labels", "no word for medicare"),
    ("reference/countries.yaml", "  DE:\n", "  DD:\n", "countries", "no name for DE"),
    (
        "reference/not_yet_carried.yaml",
        "\n- {",
        "\n- {id: us-pl, parties: [US, PL]}\n- {",
        "not_yet",
        "us-pl is carried",
    ),
    ("institutions/jp.yaml", "- id: jp-jps", "- id: jp-jps\n  part_of: jp-none", "jp-jps", "part of jp-none"),
    ("institutions/fi.yaml", "source: [poms-", "source: [pomp-", "fi-etk", "not listed under sources"),
    ("us-nl", "issuer: nl-svb", "issuer: be-nisse", "us-nl", "be-nisse is another name of be-inasti"),
    (
        "instruments/eu/eu-883-2004.yaml",
        "HR: [{from: 2013-07-01",
        "HR: [{from: 2013-07-01, until: 2012-01-01",
        "eu-883-2004",
        "party_times HR: until lies before from",
    ),
    (
        "instruments/eu/eu-883-2004.yaml",
        "EEA_EFTA: [IS, LI, NO]",
        "EEA_EFTA: [IS, LI, NO, US]",
        "eu-883-2004",
        "group EEA_EFTA: US is no party",
    ),
    (
        "instruments/eu/eu-883-2004.yaml",
        "CH: [{from: 2012-04-01, source: [memory]}]",
        "CH: [{from: 2012-04-01, source: [nowhere]}]",
        "eu-883-2004: party_times CH",
        "source nowhere is not listed",
    ),
    (
        "reference/groups.yaml",
        "countries: [EE], valid: {from: 2026-02-01}",
        "countries: [BG], valid: {from: 2026-02-01}",
        "groups.yaml",
        "telework and the parties of eu-telework-2023 differ: BG, EE",
    ),
]


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What the check says of a law that is spoiled in all these places at once."""
    directory = copied(tmp_path_factory.mktemp("spoiled"))
    for name, old, new, _, _ in SPOILED:
        spoil(directory, name if "/" in name else f"instruments/us/{name}.yaml", old, new)
    return check(directory)


@pytest.mark.parametrize(("name", "old", "new", "where", "what"), SPOILED, ids=[each[4] for each in SPOILED])
def test_a_fault_is_found(spoiled: Report, name: str, old: str, new: str, where: str, what: str) -> None:
    assert any(fault.where.startswith(where) and what in fault.what for fault in spoiled.faults)


def test_two_provisions_on_the_same_ground_are_found(copy: Path) -> None:
    path = copy / "instruments" / "us" / "us-lu.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  - id: us-lu-employee"), text.index("certificate:")
    twin = text[start:end].replace("us-lu-employee", "us-lu-employee-again").replace("host", "home")
    path.write_text(text[:end] + twin + text[end:], encoding="utf-8")
    assert any("answer the same case" in fault.what for fault in check(copy).faults)


def test_norway_is_no_boolean(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("parties: [US, NO, ON, yes, y, off]\nflags: [true, false, null]\nday: 2027-03-01\n")
    content = read_yaml(path)
    assert content["parties"] == ["US", "NO", "ON", "yes", "y", "off"]
    assert content["flags"] == [True, False, None]
    assert content["day"].isoformat() == "2027-03-01"


def test_broken_yaml_is_named(copy: Path) -> None:
    (copy / "instruments" / "us" / "us-de.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(LawError, match=r"us-de\.yaml"):
        load_law(copy)


def test_a_change_of_one_letter_is_another_version(copy: Path) -> None:
    before = read_law_text(copy).version
    assert before == load_law().version
    spoil(copy, "instruments/us/us-de.yaml", "on Social Security", "on Social  Security")
    assert read_law_text(copy).version != before


def reads_alike(one: Any, other: Any) -> bool:
    """Field by field: a condition is one thing by itself, so two readings of it are never equal."""
    if type(one) is not type(other):
        return False
    if dataclasses.is_dataclass(one):
        names = [field.name for field in dataclasses.fields(one) if field.compare]
        return all(reads_alike(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(reads_alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(reads_alike, one, other))
    return bool(one == other)


def test_the_compiled_file_gives_the_same_law(copy: Path) -> None:
    plain = load_law()
    target = compile_law_files(copy)
    quick = load_law(copy)
    assert target == copy / COMPILED
    assert quick.version == plain.version
    for quick_part, part in ((quick.instruments, plain.instruments), (quick.domestic, plain.domestic)):
        assert quick_part.keys() == part.keys()
        for each, read in part.items():
            assert reads_alike(read, quick_part[each]), each
    assert quick.sentences == plain.sentences


def test_a_compiled_file_of_another_version_is_not_used(copy: Path) -> None:
    compile_law_files(copy)
    spoil(copy, "reference/labels.yaml", '"Medicare"', '"Medi-care"')
    assert read_law_text(copy).contents["reference/labels.yaml"]["branches"]["medicare"]["en"] == "Medi-care"
    (copy / COMPILED).write_text("[]")
    assert read_law_text(copy).contents


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_each_language_says_the_same_things() -> None:
    for code, texts in load_law().sentences.items():
        assert placeholders(texts["de"]) <= placeholders(texts["en"]), code


def test_every_word_of_the_vocabulary_names_the_facts_it_reads_and_says_what_it_means() -> None:
    for word in WORDS.values():
        assert word.reads
        assert word.test.__doc__, word.name


def test_every_sentence_of_a_condition_is_one_that_it_can_say() -> None:
    said = {f"{word.name}.{variant}" for word in WORDS.values() for variant in word.variants}
    groups = {word.name for word in WORDS.values()}
    held = {code for code in load_law().sentences if code.split(".")[0] in groups}
    assert held == said
