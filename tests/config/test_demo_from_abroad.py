"""The demonstration's host side comes out as it says, and running it again changes nothing."""

import pytest

from sojourn.casework.foreign.concern_events import concerns_of
from sojourn.casework.foreign.dispute_access import disputes_of
from sojourn.casework.foreign.listing import foreign_list
from sojourn.config.demo.cases import Told
from sojourn.config.demo.from_abroad import seed_from_abroad
from sojourn.parties.access import staff_of
from tests.casework.foreign.builders import HOST, an_issuing_officer, both_hosted
from tests.certificates.builders import a_certificate
from tests.parties.builders import an_officer


@pytest.mark.django_db
def test_certificates_are_registered_one_is_doubted_and_a_report_waits() -> None:
    both_hosted()
    officer = staff_of(an_officer(HOST, email="officer.de@demo.example"), HOST)
    issued = [Told("x", "US → DE", "", certificate=a_certificate().number) for _ in range(2)]
    for _ in range(2):
        seed_from_abroad([*issued, Told("y", "US → FR", "", certificate="")])
        shown = foreign_list(officer)
        assert (shown.all, shown.ending_soon, shown.countries) == (3, 1, ("FR", "US"))
        assert len(disputes_of(officer)) == 1
        assert len(concerns_of(an_issuing_officer())) == 1
