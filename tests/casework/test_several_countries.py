"""Work in several countries at once: the institution of the country whose law applies certifies for all of them."""

import pytest

from sojourn.casework.decision_events import approve
from sojourn.casework.events import set_up_institution, take_up
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.certificates.access import content
from sojourn.core.actors import SYSTEM
from tests.casework.builders import an_acting_officer
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request
from tests.requests.test_several_countries import GERMAN, worked_in

pytestmark = pytest.mark.django_db


def test_every_country_of_work_stands_on_the_certificate() -> None:
    set_up_institution(institution_id="de-dvka", actor=SYSTEM)
    _, request = a_sent_request(an_employer(**GERMAN), **worked_in("DE", "FR", "NL"))
    taken = take_up(request_id=request.pk)
    assert taken
    officer = an_acting_officer(institution_id="de-dvka")
    assign(acting=officer, case_id=taken.case_id)
    case = Case.objects.get(pk=taken.case_id)
    hindrances = [flag.code for flag in case.flags.all() if flag.severity == "hindrance"]
    # Regulation 987/2009 article 16(1): it is the worker who tells the institution of residence.
    assert hindrances == ["applicant_not_entitled"]
    waivers = dict.fromkeys(hindrances, "The worker has confirmed by telephone.")
    number = approve(
        acting=officer, case_id=case.pk, version=case.version, reasons=["conditions_met"], waivers=waivers
    )
    said = content(number)
    assert (said.kind, said.article, said.legislation) == ("a1", "13(1)(a)", "DE")
    # Employed in two or more States; other institutions may still object: Regulation 987/2009 article 16(2), (3).
    assert (said.status_code, said.provisional) == ("02", True)
    assert said.holder.number == "15 070649 C 103"
    assert said.holder.residence
    assert said.holder.residence.city == "Hamburg"
    assert [(place.country, place.city) for place in said.workplaces] == [
        ("FR", "Lyon"),
        ("DE", None),
        ("NL", None),
    ]
