"""What a certificate may say, and what is refused before it is drawn."""

import json

import pytest

from sojourn.certificates.content import read_content
from sojourn.core.errors import InvalidInput
from tests.certificates.builders import content, data


def refused(**changes: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        read_content(data(**changes))
    return [(problem.field, problem.code) for problem in caught.value.problems]


def test_a_plain_content_is_kept_and_read_again_unchanged() -> None:
    once = content()
    assert read_content(json.loads(json.dumps(once.model_dump(mode="json")))) == once


@pytest.mark.parametrize("character", ["\x00", "\n", "\x1b", "\x85", "\u2028", "\ufeff", "\u200b", "\ue000"])
def test_a_character_that_cannot_be_seen_is_refused_at_its_field(character: str) -> None:
    assert refused(holder__family_name=f"Mil{character}ler") == [("holder.family_name", "control_character")]


@pytest.mark.parametrize("character", ["\u202a", "\u202e", "\u2066", "\u2069", "\u200f"])
def test_a_hidden_change_of_direction_is_refused(character: str) -> None:
    assert refused(employer__name=f"Cascade{character}scitoboR") == [("employer.name", "direction_control")]


def test_the_refusal_names_the_character_and_repeats_no_particulars() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_content(data(holder__family_name="Secret\x07Name"))
    (problem,) = caught.value.problems
    assert problem.params == {"character": "U+0007"}
    assert "Secret" not in repr(caught.value) + repr(problem)


def test_three_hundred_characters_fit_and_one_more_does_not() -> None:
    assert len(content(holder__family_name="x" * 300).holder.family_name) == 300
    assert refused(holder__family_name="x" * 301) == [("holder.family_name", "too_long")]


def test_ten_megabytes_of_name_are_refused_by_their_length() -> None:
    assert refused(holder__given_names="x" * 10_000_000) == [("holder.given_names", "too_long")]


def test_letters_are_composed_and_spaces_made_single() -> None:
    assert (
        content(holder__family_name="  Mu\u0308ller\u00a0 Lüdenscheidt ").holder.family_name
        == "Müller Lüdenscheidt"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"period_end": "2027-02-28"}, "ends_before_start"),
        ({"host": "US"}, "same_country"),
        ({"titles": {"de": "Abkommen"}}, "title_missing"),
        ({"employer": None}, "employer_missing"),
        ({"holder__birth_date": "2026-11-22"}, "born_after_decision"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict[str, object], code: str) -> None:
    assert [found for _, found in refused(**changes)] == [code]


def test_an_unknown_country_and_an_unknown_item_are_refused() -> None:
    assert refused(host="XX") == [("host", "unknown_country")]
    assert refused(nonsense=1) == [("nonsense", "extra_forbidden")]


def test_a_self_employed_person_needs_no_employer() -> None:
    assert content(employer=None, self_employed=True).employer is None


def test_what_is_logged_of_a_content_names_nobody() -> None:
    assert "Miller" not in f"{content()!r} {content()} {content().holder!r}"
