"""Two states of the law data compared: what came, what went, what changed and in which part."""

from datetime import date
from typing import Any

from sojourn.engine.lawkeeping.comparing import Difference, Field, Kind, Thing, compare


def law(**changes: Any) -> dict[str, Any]:
    """A small law: an instrument with one provision, a claim, an institution, reference data of both forms."""
    content: dict[str, Any] = {
        "instruments/xx.yaml": {
            "id": "us-xx",
            "in_force": date(2020, 1, 1),
            "provisions": [{"id": "us-xx-posted", "limit": {"months": 24}}],
        },
        "domestic/xx.yaml": {"country": "XX", "claims": [{"id": "xx-inbound", "applies": "yes"}]},
        "institutions/xx.yaml": [{"id": "xx-office", "name": "Office"}],
        "reference/labels.yaml": {"posting": "posting"},
        "reference/groups.yaml": [{"id": "few", "holds": ["XX"]}, {"holds": ["US"]}],
    }
    return content | changes


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[Kind, Thing, str]]:
    return [(each.kind, each.thing, each.id) for each in compare(old, new)]


def test_the_same_law_differs_in_nothing_however_its_days_are_written() -> None:
    compiled = law()
    compiled["instruments/xx.yaml"] = {**compiled["instruments/xx.yaml"], "in_force": "2020-01-01"}
    assert compare(law(), compiled) == ()


def test_a_changed_provision_is_named_with_the_part_that_changed_and_not_its_instrument() -> None:
    longer = law()
    posted = {"id": "us-xx-posted", "limit": {"months": 60}, "since": [date(2027, 1, 1)]}
    longer["instruments/xx.yaml"] = {**longer["instruments/xx.yaml"], "provisions": [posted]}
    expected = {"id": "us-xx-posted", "limit": {"months": 60}, "since": ["2027-01-01"]}
    assert compare(law(), longer) == (
        Difference(
            Kind.CHANGED,
            Thing.PROVISION,
            "us-xx-posted",
            (Field("limit", {"months": 24}, {"months": 60}), Field("since", None, ["2027-01-01"])),
            expected,
        ),
    )


def test_what_came_and_what_went_is_told_in_order_with_its_content() -> None:
    everything = [
        (Thing.INSTRUMENT, "us-xx"),
        (Thing.PROVISION, "us-xx-posted"),
        (Thing.COUNTRY, "XX"),
        (Thing.CLAIM, "xx-inbound"),
        (Thing.INSTITUTION, "xx-office"),
        (Thing.DATA, "reference/groups.yaml"),
        (Thing.DATA, "reference/labels.yaml"),
    ]
    assert told({}, law()) == [(Kind.APPEARED, *each) for each in everything]
    assert told(law(), {}) == [(Kind.VANISHED, *each) for each in everything]
    content = {each.id: each.content for each in compare({}, law())}
    assert content["xx-inbound"] == {"id": "xx-inbound", "applies": "yes"}
    assert content["us-xx"] == {"id": "us-xx", "in_force": "2020-01-01"}
    assert content == {each.id: each.content for each in compare(law(), {})}


def test_entries_of_reference_data_are_compared_by_their_id_or_their_place() -> None:
    old = law()
    new = law(**{"reference/groups.yaml": [{"id": "few", "holds": ["XX", "DE"]}, {"holds": ["US"]}]})
    (difference,) = compare(old, new)
    assert [field.name for field in difference.fields] == ["few"]
    new = law(**{"reference/groups.yaml": [{"id": "few", "holds": ["XX"]}, {"holds": ["CA"]}]})
    (difference,) = compare(old, new)
    assert [field.name for field in difference.fields] == ["1"]
