"""The law data are sound, and the check that says so finds what is not."""

import shutil
from pathlib import Path
from string import Formatter

import pytest

from sojourn.engine import LawError, load_law
from sojourn.engine.lawbook.check_law import Report, check
from sojourn.engine.lawbook.law_files import COMPILED, law_directory, read_law_text, write_compiled
from sojourn.engine.lawbook.yaml_reading import read_yaml
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


def test_the_law_is_sound() -> None:
    report = check()
    assert report.faults == ()
    assert report.version == load_law().version


def test_thirty_one_pairs_have_an_agreement_in_force() -> None:
    report = check()
    assert report.pairs == 31
    assert len(report.standings) == 34
    assert {each.id for each in report.standings if each.in_force is None} == {"us-mx", "us-ro", "us-es-2024"}


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
    ("reference/not_yet_carried.yaml", "- {id: gb-ca,", "- {id: us-pl,", "not_yet", "us-pl is carried"),
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


def test_the_compiled_file_gives_the_same_law(copy: Path) -> None:
    plain = load_law()
    target = write_compiled(copy)
    quick = load_law(copy)
    assert target == copy / COMPILED
    assert quick.version == plain.version
    assert quick.instruments == plain.instruments
    assert quick.domestic == plain.domestic
    assert quick.sentences == plain.sentences


def test_a_compiled_file_of_another_version_is_not_used(copy: Path) -> None:
    write_compiled(copy)
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
