"""Money and proof as an employer's people see them: every page in sight of its own people alone."""

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.register.asking import ask_for
from sojourn.register.dossier.models import KeptCertificate
from sojourn.register.models import Assignment
from sojourn.register.post_events import give_post
from sojourn.register.proof.events import work_off_packs
from sojourn.register.proof.models import AuditPack
from tests.parties.builders import a_person, an_employer
from tests.register.builders import a_register, a_traveller, a_trip
from tests.register.test_dossier import PICTURE
from tests.web.test_register_pages import day, signed_in, text

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


def test_a_pack_is_put_together_made_and_fetched() -> None:
    seat = a_register()
    client = signed_in(seat)
    trip = a_trip(seat)
    assert "Nothing stands here yet" in text(client.get("/register/audit-pack"))
    looked = client.post("/register/audit-pack/new", {"wants": "look", "country": "DE"})
    assert "Trips without proof of cover 1" in text(looked)
    assert AuditPack.objects.count() == 0
    late = {"until-day": "1", "until-month": "1", "until-year": "2020", "wants": "make"}
    assert client.post("/register/audit-pack/new", late).status_code == 400
    asked = {"wants": "make", "traveller": str(trip.traveller_id), "key": str(uuid.uuid4())}
    for _ in range(2):
        made = client.post("/register/audit-pack/new", asked)
    pack = AuditPack.objects.get()
    page = reverse("register_pack", args=[pack.pk])
    assert made["Location"] == page
    assert "0 of 1 trips" in text(client.get(page))
    assert work_off_packs() == 1
    assert "SHA-256" in text(client.get(page))
    file = reverse("register_pack_file", args=[pack.pk])
    data = b"".join(client.post(file).streaming_content)  # type: ignore[attr-defined]
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert client.get(file).status_code == 405
    stranger = signed_in(a_register(an_employer(a_person())))
    for address in (page, file, reverse("register_pack_end", args=[pack.pk])):
        ask = stranger.get if address == page else stranger.post
        assert ask(address).status_code == 404
    assert stranger.post("/register/audit-pack/new", asked | {"wants": "look"}).status_code == 404
    client.post(reverse("register_pack_end", args=[pack.pk]))
    assert client.post(file).status_code == 302


def test_what_stands_beside_a_trip_is_said_shown_and_kept_apart() -> None:
    seat = a_register()
    client = signed_in(seat)
    trip = a_trip(seat, None, "SG")
    page = reverse("register_trip", args=[trip.pk])
    assert "Nobody has decided yet" in text(client.get(page))
    decide = reverse("register_trip_decision", args=[trip.pk])
    assert "own law says" in text(client.get(decide))
    assert client.post(decide, {"choice": "ask"}).status_code == 400
    client.post(decide, {"choice": "keep_home", "because": "A year only"})
    temporary = reverse("register_trip_temporary", args=[trip.pk])
    paper = SimpleUploadedFile("letter.png", PICTURE, content_type="image/png")
    assert (
        client.post(temporary, {"clear_end": "yes", "words": "By letter", "file": paper}).status_code == 302
    )
    told = text(client.get(page))
    assert "Keep the insurance at home. A year only" in told
    assert "No policy is recorded that holds for all days" in told
    assert "The last day was set before the work began Yes" in told
    evidence = reverse("register_evidence", args=[trip.pk, trip.evidence.get().pk])
    answer = client.get(evidence)
    assert answer["Content-Disposition"].startswith("attachment")
    bring = reverse("register_certificate_bring", args=[trip.traveller_id])
    assert client.post(bring, {}).status_code == 400
    client.post(bring, {"file": SimpleUploadedFile("a1.png", PICTURE), "key": str(uuid.uuid4())})
    kept = KeptCertificate.objects.get()
    one = reverse("register_kept", args=[kept.pk])
    assert "Nothing here proves who made it" in text(client.get(one))
    assert client.post(one, {}).status_code == 400
    typed = {
        "trip": str(trip.pk),
        "number": "X-1",
        "issuer_name": "CPF",
        "legislation": "US",
        "host": "SG",
        **day("start", "2027-03-01"),
    }
    assert client.post(one, typed).status_code == 302
    trip.refresh_from_db()
    assert trip.certificate_number == "X-1"
    assert "X-1" in text(client.post("/register/certificates", {"search": "okafor"}))
    assert "longer_than" in client.get("/register/insurance").content.decode()
    assert client.post("/register/insurance", {"longer_than": "x"}).status_code == 400
    assert client.post("/register/insurance", {"longer_than": "3", "always_in": ["SG"]}).status_code == 302
    stranger = signed_in(a_register(an_employer(a_person())))
    for address in (decide, temporary, evidence, bring, one, reverse("register_kept_file", args=[kept.pk])):
        assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("register_kept_aside", args=[kept.pk])).status_code == 404


def test_a_traveller_shows_the_own_certificate_and_nobody_elses() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    seat = a_register()
    somebody = a_traveller(seat)
    mine, other = (
        a_trip(seat, somebody),
        a_trip(seat, a_traveller(seat, given_names="Bela", ssn="808-21-4472")),
    )
    ask_for(seat=seat, trip_ids=[mine.pk, other.pk], send=True, declared=True)
    person = a_person()
    give_post(seat=seat, email=person.email, role="traveller", travellers=[somebody.pk], key=uuid.uuid4())
    client = signed_in(person)
    assert "Show the certificate" in text(client.get("/me"))
    page = client.get(reverse("register_me_certificate", args=[mine.pk]))
    assert "It is no health insurance" in text(page)
    assert "<svg" in page.content.decode()
    assert "worker-src" in page["Content-Security-Policy"]
    file = reverse("register_me_file", args=[mine.pk])
    assert client.get(file).content.startswith(b"%PDF")
    assert client.get("/me/worker.js")["Content-Type"].startswith("text/javascript")
    for name in ("register_me_certificate", "register_me_file"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 404
        # From any other seat one looks at the trip's own page.
        assert signed_in(seat).get(reverse(name, args=[mine.pk])).status_code == 404
    for address in ("/register/exposure", "/register/certificates", "/register/audit-pack"):
        assert client.get(address).status_code == 404
