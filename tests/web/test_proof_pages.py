"""Money and proof as an employer's people see them: every page in sight of its own people alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sojourn.register.models import Assignment
from tests.parties.builders import a_person, an_employer
from tests.register.builders import a_register, a_traveller, a_trip
from tests.web.test_register_pages import signed_in, text

pytestmark = pytest.mark.django_db


def test_what_missing_cover_could_cost_on_every_level() -> None:
    seat = a_register()
    client = signed_in(seat)
    assert "covered or needs nothing" in text(client.get("/register/exposure"))
    trip = a_trip(seat)
    a_trip(seat, a_traveller(seat, given_names="Bela", ssn=""), "IE", "2027-03-01", "2027-03-31")
    a_trip(seat, a_traveller(seat, given_names="Bo", ssn=""), "AQ", "2027-03-01", "2027-03-31")
    page = client.get("/register/exposure")
    told = text(page)
    assert "Germany" in told
    assert "employer up to EUR" in told
    assert "Rates are not known here for: Antarctica" in told
    assert "DE,1,366,EUR,18309,0" in b"".join(client.get("/register/exposure.csv").streaming_content).decode()  # type: ignore[attr-defined]
    country = text(client.get("/register/exposure/DE"))
    assert "Figures of 2026" in country
    assert "no sum known" in country
    assert "That does not mean that there is none" in text(client.get("/register/exposure/AQ"))
    assert client.get("/register/exposure/ZZ").status_code == 404
    mine = reverse("register_traveller_exposure", args=[trip.traveller_id])
    assert "Germany" in text(client.get(mine))
    one = reverse("register_trip_exposure", args=[trip.pk])
    assert reverse("register_trip", args=[trip.pk]) in client.get(one).content.decode()
    assert "What missing cover could cost" in text(client.get(reverse("register_trip", args=[trip.pk])))
    assert "Contributions at home go on meanwhile" in text(client.get(one))
    paid = client.post(one, {"pay": "50,000"})
    assert "about EUR 10,679" in text(paid)
    assert Assignment.objects.filter(plain__icontains="50000").count() == 0
    wrong = client.post(one, {"pay": "a lot"})
    assert wrong.status_code == 400
    for language, words in (
        ("de", "Ohne Bescheinigung"),
        ("fr", "Sans certificat"),
        ("es", "Sin certificado"),
    ):
        assert words in text(client.get("/register/exposure", headers={"accept-language": language}))


def test_pages_of_money_and_proof_are_of_ones_own_people_and_ask_as_much_for_many() -> None:
    seat = a_register()
    trip = a_trip(seat)
    stranger = signed_in(a_register(an_employer(a_person())))
    for name, key in (
        ("register_traveller_exposure", trip.traveller_id),
        ("register_trip_exposure", trip.pk),
    ):
        assert stranger.get(reverse(name, args=[key])).status_code == 404
    assert "Germany" not in text(stranger.get("/register/exposure"))
    client = signed_in(seat)
    client.get("/register/exposure")
    with CaptureQueriesContext(connection) as few:
        client.get("/register/exposure")
    for host in ("FR", "AT", "JP"):
        a_trip(seat, a_traveller(seat, given_names=host, ssn=""), host, "2027-03-01", "2027-04-30")
    with CaptureQueriesContext(connection) as more:
        client.get("/register/exposure")
    assert len(more) == len(few)
