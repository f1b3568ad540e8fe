"""Somebody whose work belongs to several countries at once is no posted worker: what is asked, checked and judged."""

from datetime import date
from typing import Any

import pytest

from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.asking import asked_now
from sojourn.requests.checks import run_checks
from sojourn.requests.checks.gathered import Gathered
from sojourn.requests.entry import Typed
from sojourn.requests.interview import standing, what_is_missing
from sojourn.requests.law import determination_of
from sojourn.requests.sending import Way, sendable
from sojourn.requests.situation import situation_of
from sojourn.requests.texts import sentence
from tests.parties.builders import an_employer
from tests.requests.builders import a_draft, answers

FACTS = load_facts()
ROWS = "question.countries_of_work"
GERMANY = {"country": "DE", "share": "60", "how": "for_us"}
FRANCE = {"country": "FR", "share": "40", "how": "for_us"}

GERMAN = {"seat": "DE", "postcode": "20457", "city": "Hamburg", "street": "Am Sandtorkai 30"}


def worked_in(*countries: str) -> dict[str, Typed]:
    """The answers about an engineer who lives in Germany and works for equal shares in these countries."""
    share = f"{100 / len(countries):g}"
    return {
        "nationalities": ["DE"],
        "residence": "DE",
        "recruited_in": "DE",
        "country": "FR",
        "end": "2028-02-29",
        "city": "Lyon",
        "worker.home_number": "15 070649 C 103",
        "worker.street": "Am Sandtorkai 4",
        "worker.postcode": "20457",
        "worker.city": "Hamburg",
        "activities[0].sent_from": "DE",
        "question.several_countries": "yes",
        ROWS: [{"country": country, "share": share, "how": "for_us"} for country in countries],
    }


def of_somebody(*rows: dict[str, Typed], **changes: Typed) -> Answers:
    """An engineer of a German employer, who lives in Germany and also works in France."""
    european: dict[str, Typed] = {
        "activities[0].sent_from": "DE",
        "employers[0].seat": "DE",
        "person.nationalities": "DE",
        "person.residence": "DE",
        "question.several_countries": "yes",
        ROWS: list(rows),
    }
    return answers(country="FR", end="2028-02-29", **(european | changes))


def decided(given: Answers) -> tuple[str, str | None, str | None]:
    """The outcome, whose law, and by which article."""
    determination = determination_of(given, FACTS)
    assert determination is not None
    (period,) = determination.to_json()["periods"]
    return period["outcome"], period["legislation"], (period["basis"] or {}).get("article")


def found(given: Answers) -> dict[str, tuple[str, ...]]:
    findings = run_checks(Gathered(given, date(2026, 11, 23)))
    for finding in findings:
        for language in ("en", "de", "fr", "es"):
            assert "{" not in sentence(finding.code, finding.params, language)
    return {finding.code: finding.fields for finding in findings if finding.hinders}


def test_it_is_asked_between_countries_that_share_the_rule_and_nowhere_else() -> None:
    def asked(home: str, host: str) -> dict[str, bool]:
        now = asked_now(answers(country=host, **{"activities[0].sent_from": home}), FACTS)
        return {each.fact.id: each.required for each in now}

    assert asked("DE", "FR")["question.several_countries"] is False  # may be left out: a single stay
    assert "question.several_countries" not in asked("US", "DE")
    assert "question.several_countries" not in asked("DE", "JP")


def test_work_in_several_countries_is_judged_by_residence_and_share() -> None:
    assert decided(of_somebody(GERMANY, FRANCE)) == ("decided", "DE", "13(1)(a)")
    little_at_home = ({**GERMANY, "share": "10"}, {**FRANCE, "share": "90"})
    assert decided(of_somebody(*little_at_home)) == ("decided", "DE", "13(1)(b)(i)")
    in_france = of_somebody(*little_at_home, **{"person.residence": "FR"})
    assert decided(in_france) == ("decided", "FR", "13(1)(a)")


def test_without_it_the_same_stay_is_a_posting() -> None:
    single = of_somebody(**{"question.several_countries": "no", ROWS: []})
    assert situation_of(single, FACTS)["activities"][0]["pattern"] == "temporary"


def test_each_row_is_an_activity_and_another_employer_has_a_seat_of_its_own() -> None:
    elsewhere = {"country": "NL", "share": "20", "how": "for_another", "seat": "NL"}
    own = {"country": "FR", "share": "20", "how": "own_business"}
    made: dict[str, Any] = situation_of(
        of_somebody({**GERMANY, "share": "40"}, {**FRANCE, "share": "20"}, elsewhere, own), FACTS
    )
    assert [
        (each["country"], each["status"], each.get("employer"), each["share_of_time"], each["pattern"])
        for each in made["activities"]
    ] == [
        ("FR", "employee", "e1", 0.2, "regular"),
        ("DE", "employee", "e1", 0.4, "regular"),
        ("NL", "employee", "other3", 0.2, "regular"),
        ("FR", "self_employed", None, 0.2, "regular"),
    ]
    assert {"id": "other3", "seat": "NL"} in made["employers"]


def test_a_self_employed_person_is_asked_the_same() -> None:
    row = {"country": "DE", "share": "50", "how": "own_business"}
    given = Answers(Applicant.SELF_EMPLOYED).with_typed(
        FACTS,
        {
            "activities[0].sent_from": "DE",
            "activities[0].country": "FR",
            "activities[0].start": "2027-03-01",
            "person.residence": "DE",
            "question.several_countries": "yes",
            ROWS: [row, {**row, "country": "FR"}],
        },
    )
    assert [each["status"] for each in situation_of(given, FACTS)["activities"]] == ["self_employed"] * 2


@pytest.mark.parametrize(
    ("rows", "code", "field"),
    [
        ([GERMANY, {**GERMANY, "share": "40"}], "one_country_of_work", f"{ROWS}[0].country"),
        ([GERMANY, {**FRANCE, "country": "NL"}], "host_not_among_countries", f"{ROWS}[0].country"),
        ([GERMANY, {**FRANCE, "share": "30"}], "shares_not_whole", f"{ROWS}[0].share"),
        ([GERMANY, {**FRANCE, "how": "for_another"}], "seat_of_other_employer_missing", f"{ROWS}[1].seat"),
    ],
)
def test_rows_that_do_not_belong_together_are_found(
    rows: list[dict[str, Typed]], code: str, field: str
) -> None:
    assert found(of_somebody(*rows)) == {code: (field,)}


def test_thirds_are_whole_enough() -> None:
    third = {"share": "33", "how": "for_us"}
    rows = [{**third, "country": country} for country in ("DE", "FR", "NL")]
    assert found(of_somebody(*rows)) == {}


@pytest.mark.django_db
def test_the_request_goes_to_the_country_whose_law_applies() -> None:
    _, draft = a_draft(an_employer(**GERMAN), **worked_in("DE", "FR"))
    way = sendable(standing(draft))
    assert (way.way, way.institution_id) == (Way.CERTIFICATE, "de-dvka")
    assert what_is_missing(draft) == ()
