"""What is found is listed in one order, in every process."""

from datetime import date

from sojourn.core.periods import Period
from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.words.vocabulary import WORDS
from sojourn.engine.work import works_of


def test_countries_that_bar_telework_stand_in_the_order_of_the_alphabet() -> None:
    law = load_law()
    countries = ["BE", "TH", "IL", "CA", "BR", "AU", "NZ"]
    situation = read_situation(
        {
            "person": {"residence": "BE"},
            "employers": [{"id": "e1", "seat": "NL"}],
            "activities": [
                {"id": f"a{number}", "country": country, "employer": "e1", "start": "2027-03-01"}
                for number, country in enumerate(countries)
            ],
        }
    )
    work = works_of(situation, law)[0]
    case = work.case("NL", law.instruments["eu-883-2004"], Period(date(2027, 3, 1)))
    found = WORDS["only_home_and_seat"].test(case, {})
    assert (found.variant, found.values["countries"]) == ("elsewhere", ("AU", "BR", "CA", "IL", "NZ", "TH"))


def test_telework_is_told_before_the_residence_is_known_and_asks_for_it() -> None:
    situation = read_situation(
        {
            "person": {"nationalities": ["CH"]},
            "employers": [{"id": "e1", "seat": "NO"}],
            "activities": [
                {"id": "a1", "country": "NO", "status": "employee", "employer": "e1", "start": "2030-06-28"}
            ],
            "requests": [{"kind": "telework", "legislation": "DK", "state": "agreed", "start": "2030-06-28"}],
        }
    )
    law = load_law()
    case = works_of(situation, law)[0].case("DK", law.instruments["eu-883-2004"], Period(date(2030, 6, 28)))
    found = WORDS["only_home_and_seat"].test(case, {})
    assert (found.result, found.missing) == ("unknown", ("person.residence",))
    told = determine(situation, law).to_json()
    assert all(each["because"] for period in told["periods"] for each in period["conditions"])
