"""Generated situations: true to life between the United States and a partner, with facts left out at random."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from sojourn.engine import load_law

PARTNERS = sorted(
    instrument.other("US")
    for instrument in load_law().instruments.values()
    if instrument.in_force is not None and not instrument.many and "US" in instrument.parties
)
OTHERS = ["BR", "IN", "TH", "US", "IT", "FR", "DE", "CA-QC", "GB", "DK", "CH", "NO"]
COUNTRIES = st.sampled_from(sorted({*PARTNERS, *OTHERS}))
starts = st.dates(date(1995, 1, 1), date(2035, 12, 31))
UNSET = object()


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The fact, or left out."""
    return st.one_of(st.just(UNSET), values)


def kept(facts: dict[str, Any]) -> dict[str, Any]:
    """Without the facts that were left out."""
    return {name: value for name, value in facts.items() if value is not UNSET}


@st.composite
def persons(draw: st.DrawFn, home: str, host: str, start: date) -> dict[str, Any]:
    own = st.sampled_from([home, host, "BR", "US", "IT"])
    before = (start - timedelta(days=1)).isoformat()
    long_ago = (start - timedelta(days=draw(st.integers(30, 3000)))).isoformat()
    return kept(
        {
            "nationalities": draw(maybe(st.lists(own, min_size=1, max_size=2, unique=True))),
            "residence": draw(maybe(own)),
            "insured": draw(
                maybe(
                    st.sampled_from(
                        [
                            [],
                            [{"country": home, "start": long_ago, "end": before}],
                            [{"country": "SG", "start": long_ago, "end": before}],
                        ]
                    )
                )
            ),
            "private_health_cover": draw(maybe(st.booleans())),
            "chosen_legislation": draw(maybe(st.sampled_from([home, host]))),
            "contributions_paid_to": draw(maybe(st.sampled_from([[home], [host], [home, host]]))),
        }
    )


@st.composite
def activities(draw: st.DrawFn, home: str, host: str, start: date, number: int = 1) -> dict[str, Any]:
    ends = st.one_of(
        st.none(), st.integers(0, 4000).map(lambda days: (start + timedelta(days=days)).isoformat())
    )
    return kept(
        {
            "id": f"a{number}",
            "country": host,
            "start": start.isoformat(),
            "end": draw(maybe(ends)),
            "status": draw(
                maybe(st.sampled_from(["employee", "self_employed", "employee", "civil_servant"]))
            ),
            "employer": draw(maybe(st.sampled_from(["e1", "e2"]))),
            "pattern": draw(maybe(st.sampled_from(["temporary", "regular"]))),
            "sent_from": draw(maybe(st.sampled_from([home, home, host, "TH"]))),
            "works_for_sender": draw(maybe(st.booleans())),
            "local_contract": draw(maybe(st.booleans())),
            "hired_locally": draw(maybe(st.booleans())),
            "employed_since": draw(
                maybe(st.integers(-60, 3000).map(lambda days: (start - timedelta(days=days)).isoformat()))
            ),
            "home_activity_since": draw(maybe(st.just("1990-01-01"))),
            "similar_activity": draw(maybe(st.booleans())),
            "covered_by": draw(maybe(st.sampled_from([[home], [host], [home, host]]))),
            "place": draw(maybe(st.sampled_from(["land", "land", "ship", "aircraft", "continental_shelf"]))),
            "flag": draw(maybe(st.sampled_from([home, host]))),
            "director": draw(maybe(st.booleans())),
            "fixed_premises": draw(maybe(st.booleans())),
            "status_of_forces": draw(maybe(st.just(False))),
        }
    )


@st.composite
def situations(draw: st.DrawFn) -> dict[str, Any]:
    """Any situation, often odd, always well formed."""
    partner = draw(st.sampled_from(PARTNERS))
    home, host = draw(st.sampled_from([("US", partner), (partner, "US")]))
    start = draw(starts)
    found = [draw(activities(home, host, start))]
    if draw(st.integers(0, 3)) == 0:
        second = start + timedelta(days=draw(st.integers(-400, 1500)))
        where = draw(st.sampled_from([home, host]))
        found.append(draw(activities(host if where == home else home, where, second, 2)))
    history = []
    if draw(st.booleans()):
        last = start - timedelta(days=draw(st.integers(1, 500)))
        first = last - timedelta(days=draw(st.integers(0, 1500)))
        history.append(
            kept(
                {
                    "country": draw(st.sampled_from([host, "SG"])),
                    "start": first.isoformat(),
                    "end": last.isoformat(),
                    "legislation": draw(maybe(st.sampled_from([home, host]))),
                    "employer": draw(maybe(st.just("e1"))),
                }
            )
        )
    affiliate = kept(
        {"affiliate_of": draw(maybe(st.just("e1"))), "us_3121l_agreement": draw(maybe(st.booleans()))}
    )
    return {
        "person": draw(persons(home, host, start)),
        "employers": [
            {"id": "e1", "seat": home, "kind": draw(st.sampled_from(["private", "government"]))},
            {"id": "e2", "seat": host, **affiliate},
        ],
        "activities": found,
        "history": history,
    }
