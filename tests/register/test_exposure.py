"""What missing cover could cost: sums that follow from the law's reference data, and nothing where none are known."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.register.exposure.contributions import contributions, rates_of
from sojourn.register.exposure.reading import exposure_by_country, exposure_of, exposures_of
from sojourn.register.models import Assignment
from sojourn.register.states import TripKind
from tests.parties.builders import a_person, an_employer
from tests.register.builders import a_register, a_traveller, a_trip

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def test_ceilings_give_the_range_and_pay_narrows_it() -> None:
    whole = contributions("DE", 365, *YEAR)
    assert whole is not None
    # 101,400 x (9.3 + 1.3 + 0.15) % + 69,750 x (8.75 + 1.8) %
    assert whole.employer.most == Decimal(18259)
    assert whole.employer.least == whole.employer.percent_above == 0
    assert (whole.currency, whole.other_year, whole.unknown) == ("EUR", False, ("work_accident",))
    half = contributions("DE", 365, *YEAR, pay=Decimal(50_000))
    assert half is not None
    assert half.employer.least == half.employer.most == Decimal(10650)
    days = contributions("DE", 73, *YEAR)
    assert days is not None
    assert days.employer.most == Decimal(3652)


def test_what_no_ceiling_limits_is_a_share_and_what_is_not_known_is_said() -> None:
    portugal = contributions("PT", 365, *YEAR)
    assert portugal is not None
    assert (portugal.employer.most, portugal.employer.percent_above) == (Decimal(0), Decimal("23.75"))
    britain = contributions("GB", 365, *YEAR, pay=Decimal(60_000))
    assert britain is not None
    # 15 % above 5,000; 8 % from 12,570 to 50,270, and 2 % above that
    assert britain.employer.most == Decimal(8250)
    assert britain.employee.most == Decimal(3211)
    assert britain.other_year
    assert contributions("CA-QC", 365, *YEAR) is None
    assert rates_of("AQ") is None
    singapore = contributions("SG", 365, *YEAR)
    assert singapore is not None
    # Visitors pay none: what is not due from everybody is named and not counted.
    assert (singapore.employer.most, singapore.not_for_all) == (Decimal(0), ("cpf",))
    denmark = contributions("DK", 365, *YEAR)
    assert denmark is not None
    assert denmark.employer.most == Decimal(198 * 12)


@pytest.mark.django_db
def test_by_trip_traveller_and_country_in_sight() -> None:
    seat = a_register()
    somebody = a_traveller(seat)
    trip = a_trip(seat, somebody)
    found = exposure_of(trip)
    assert (found.days, found.open_end) == (366, False)
    assert found.host is not None
    assert found.host.other_year
    assert [each.id for each in found.penalties] == ["de-missing-certificate"]
    assert found.late == ()
    a_trip(seat, a_traveller(seat, given_names="Bela", ssn=""), "FR", "2027-03-01", None)
    a_trip(seat, somebody, "FR", "2027-01-04", "2027-01-08", kind=TripKind.VACATION)
    covered = a_trip(seat, somebody, "AT", "2026-12-07", "2026-12-31")
    Assignment.objects.filter(pk=covered.pk).update(cover="covered", covered_until=date(2026, 12, 27))
    with CaptureQueriesContext(
        connection,
    ) as few:
        by_country = {each.country: each for each in exposure_by_country(seat)}
    assert {name: (each.trips, each.days, each.open_ends) for name, each in by_country.items()} == {
        "DE": (1, 366, 0),
        "FR": (1, 365, 1),
        "AT": (1, 4, 0),
    }
    assert by_country["AT"].by_cover == {"covered": 1}
    covered.refresh_from_db()
    assert exposure_of(covered).days == 4
    for place in range(3):
        a_trip(seat, a_traveller(seat, given_names=f"C{place}", ssn=""), "JP", "2027-03-01", "2027-04-30")
    with CaptureQueriesContext(connection) as more:
        assert exposure_by_country(seat, "JP")[0].trips == 3
    assert len(more) == len(few)
    assert [each.trip.pk for each in exposures_of(seat, somebody.pk)] == [covered.pk, trip.pk]
    other = a_register(an_employer(a_person()))
    assert exposure_by_country(other) == []
    assert exposures_of(other, somebody.pk) == []
