"""What an institution has set, as a value."""

import pytest

from sojourn.casework.hosting.terms import Terms, read_terms
from sojourn.casework.models import InstitutionSetting
from sojourn.core.errors import InvalidInput


def setting(terms: dict[str, object] | None = None, **switches: object) -> InstitutionSetting:
    """An institution that decides clear cases by itself, changed as told. Nothing is kept."""
    plain = {"institution_id": "us-ssa", "country": "US", "straight_through": True}
    return InstitutionSetting(terms=terms or {}, **(plain | switches))


def cells(mode: str, **more: object) -> dict[str, object]:
    """A matrix with one cell: first requests for work in Japan."""
    return {"corridors": {"cells": {"JP": {"first": {"mode": mode, **more}}}}}


def test_institution_that_has_set_nothing_decides_as_it_always_has() -> None:
    plain = setting()
    assert plain.takes("JP", "exception")
    assert plain.lets_through("JP", "first")
    assert not plain.lets_through("JP", "exception")
    assert (plain.days_for("first"), plain.weakest_confidence("JP", "first")) == (90, "medium")
    assert read_terms({}) == Terms()


@pytest.mark.parametrize(
    ("switches", "through"),
    [
        ({}, True),
        ({"straight_through": False}, False),
        ({"stopped_corridors": ["JP"]}, False),
        ({"stopped_corridors": ["DE"]}, True),
        ({"stopped_kinds": ["first"]}, False),
        ({"stopped_kinds": ["extension"]}, True),
        ({"terms": cells("officer")}, False),
        ({"terms": cells("elsewhere")}, False),
        ({"terms": cells("through")}, True),
    ],
)
def test_each_switch_and_the_matrix_hold_back_by_themselves(
    switches: dict[str, object], through: bool
) -> None:
    assert setting(**switches).lets_through("JP", "first") is through  # type: ignore[arg-type]


def test_cell_speaks_for_its_kind_and_country_alone() -> None:
    elsewhere = setting(cells("elsewhere"))
    assert not elsewhere.takes("JP", "first")
    assert elsewhere.takes("JP", "extension")
    assert elsewhere.takes("DE", "first")
    assert not setting(open_to_applicants=False).takes("DE", "first")


def test_less_sure_law_is_accepted_only_where_a_reason_is_written() -> None:
    assert (
        setting(cells("through", reason="Agreed with the other side.")).weakest_confidence("JP", "first")
        == "low"
    )
    assert setting(cells("officer", reason="Old")).weakest_confidence("JP", "first") == "medium"


def test_deadlines_and_samples_fall_back_step_by_step() -> None:
    kept = setting(
        {
            "deadlines": {"usual": 60, "to_decide": {"early_end": 10}},
            "sample": 7,
            "corridors": {"usual": {"first": {"mode": "through", "sample": 20}}},
        }
    )
    assert (kept.days_for("first"), kept.days_for("early_end")) == (60, 10)
    assert (kept.read.sample_percent("JP", "first"), kept.read.sample_percent("JP", "extension")) == (20, 7)


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        (
            {"hours": {"open": [{"days": ["monday"], "opens": "08:00", "closes": "15:00"}]}},
            "hours",
            "zone_missing",
        ),
        ({"hours": {"zone": "Europe/Nowhere"}}, "hours.zone", "zone_unknown"),
        ({"corridors": {"usual": {"exception": {"mode": "through"}}}}, "corridors", "never_automatic"),
        ({"second_signature": ["over_limit"]}, "", "exceptions_need_two"),
        ({"numbering": {"prefix": "dvka/1"}}, "numbering.prefix", "string_pattern_mismatch"),
        ({"writing": {"letterhead": ["a\u202eb"]}}, "writing.letterhead.0", "control_characters"),
        ({"sample": 101}, "sample", "less_than_equal"),
        ({"colour": "red"}, "colour", "extra_forbidden"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(wrong: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_terms(wrong)
    assert [(each.field, each.code) for each in refusal.value.problems] == [(field, code)]


def test_prefix_stands_before_the_reference_and_changes_nothing_else() -> None:
    assert read_terms({}).numbering.own_reference("SJ-2K7M-4T9X") == "SJ-2K7M-4T9X"
    assert (
        read_terms({"numbering": {"prefix": "DVKA"}}).numbering.own_reference("SJ-2K7M-4T9X")
        == "DVKA/SJ-2K7M-4T9X"
    )
