"""What holds for all work of a person in several countries of Europe, whatever the facts."""

import copy
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sojourn.engine import determine, load_law, read_situation
from tests.engine.situations import kept, maybe
from tests.engine.test_properties import VALIDATOR, answer, modest

LANDS = st.sampled_from(["DE", "FR", "BE", "NL", "PL", "DK", "CH", "NO", "GB", "US"])
JOINING = {"eu-883-2004", "eu-uk-tca", "eea-efta-uk", "ch-uk", "gb-ie", "nordic", "efta-vaduz"}
shares = st.sampled_from([0.02, 0.04, 0.1, 0.24, 0.25, 0.4, 0.5, 0.9])


@st.composite
def jobs(draw: st.DrawFn, number: int, start: date) -> dict[str, Any]:
    place = draw(maybe(st.sampled_from(["land", "telework", "land", "ship", "aircraft"])))
    return kept(
        {
            "id": f"a{number}",
            "country": draw(LANDS),
            "start": (start + timedelta(days=draw(st.integers(0, 200)))).isoformat(),
            "end": draw(
                st.one_of(
                    st.none(),
                    st.integers(210, 1500).map(lambda days: (start + timedelta(days=days)).isoformat()),
                )
            ),
            "status": draw(
                maybe(st.sampled_from(["employee", "employee", "self_employed", "civil_servant"]))
            ),
            "employer": draw(maybe(st.sampled_from(["e1", "e2"]))),
            "pattern": draw(maybe(st.sampled_from(["regular", "regular", "temporary", "marginal"]))),
            "sent_from": draw(maybe(LANDS)),
            "share_of_time": draw(maybe(shares)),
            "share_of_pay": draw(maybe(shares)),
            "fixed_premises": draw(maybe(st.booleans())),
            "place": place,
            "flag": draw(LANDS) if place == "ship" else draw(maybe(st.just("DE"))),
            "home_base": draw(LANDS) if place == "aircraft" else draw(maybe(st.just("BE"))),
        }
    )


@st.composite
def work_in_europe(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(st.dates(date(2012, 1, 1), date(2030, 12, 31)))
    return {
        "person": kept(
            {
                "nationalities": draw(maybe(st.lists(LANDS, min_size=1, max_size=2, unique=True))),
                "residence": draw(maybe(LANDS)),
                "legally_resident": draw(maybe(st.booleans())),
            }
        ),
        "employers": [
            kept(
                {
                    "id": f"e{number}",
                    "seat": draw(st.one_of(LANDS, st.just("SG"))),
                    "substantial_activity": draw(maybe(st.lists(LANDS, max_size=2, unique=True))),
                }
            )
            for number in (1, 2)
        ],
        "activities": [draw(jobs(number, start)) for number in range(1, draw(st.integers(2, 4)))],
        "history": [],
    }


@modest
@given(work_in_europe())
def test_the_answer_has_the_form_of_the_contract(facts: dict[str, Any]) -> None:
    VALIDATOR.validate(answer(facts))


@modest
@given(work_in_europe())
def test_an_instrument_that_joins_all_work_names_one_country_at_a_time(facts: dict[str, Any]) -> None:
    periods = [each for each in answer(facts)["periods"] if each["outcome"] == "decided" and each["basis"]]
    for one in periods:
        for other in periods:
            together = one["start"] <= (other["end"] or "9999") and other["start"] <= (one["end"] or "9999")
            same = one["basis"]["instrument"] == other["basis"]["instrument"]
            if together and same and one["basis"]["instrument"] in JOINING:
                assert one["legislation"] == other["legislation"]


@modest
@given(work_in_europe(), st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_nothing(facts: dict[str, Any], chance: Any) -> None:
    turned = copy.deepcopy(facts)
    chance.shuffle(turned["activities"])
    chance.shuffle(turned["employers"])
    chance.shuffle(turned["person"].get("nationalities", []))

    def told(given_facts: dict[str, Any]) -> set[tuple[object, ...]]:
        return {
            (
                each["start"],
                each["end"],
                frozenset(each["countries"]),
                each["outcome"],
                each["legislation"],
                each["basis"]["article"] if each["basis"] else None,
            )
            for each in answer(given_facts)["periods"]
        }

    assert told(facts) == told(turned)


@modest
@given(work_in_europe(), st.data())
def test_one_more_fact_never_turns_decided_into_undetermined(
    facts: dict[str, Any], data: st.DataObject
) -> None:
    more = copy.deepcopy(facts)
    name, values = data.draw(
        st.sampled_from(
            [("share_of_time", shares), ("share_of_pay", shares), ("fixed_premises", st.booleans())]
        )
    )
    place = data.draw(st.sampled_from(list(more["activities"])))
    if name in place:
        return
    before = answer(facts)
    place[name] = data.draw(values)
    if all(period["outcome"] == "decided" and period["basis"] for period in before["periods"]):
        assert all(period["outcome"] != "undetermined" for period in answer(more)["periods"])


@modest
@given(work_in_europe())
def test_what_is_cited_stands_in_the_data(facts: dict[str, Any]) -> None:
    law = load_law()
    for period in determine(read_situation(facts), law).periods:
        if period.instrument is None or period.provision is None:
            continue
        assert period.provision in period.instrument.provisions
        own = law.instruments[(period.provision.supplement or period.instrument).id]
        articles = {each.article for each in (*own.provisions, *period.instrument.provisions)}
        assert period.provision.article in articles
