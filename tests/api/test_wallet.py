"""A pretend wallet walks the whole way over HTTP; and those who should not come along it, do not."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from sojourn.api import limits
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.credential import Binding, PresentationRefused, check_presentation
from sojourn.certificates.credential.access import credential_keys
from sojourn.certificates.credential.errors import CredentialRefused
from sojourn.certificates.credential.events import MadeOffer, give_file, offer_certificate
from sojourn.certificates.credential.models import GivenCredential, Offer
from sojourn.certificates.credential.nonces import new_nonce
from sojourn.certificates.credential.offered import fitting_profiles, profiles_in_use
from sojourn.certificates.credential.profiles import SHIPPED
from sojourn.certificates.erasing import erase_certificate
from sojourn.certificates.events import withdraw_certificate
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Capacity
from sojourn.core.errors import NotAllowed
from sojourn.journal.models import JournalLine
from tests.certificates.builders import ISSUED_ON, a_certificate
from tests.certificates.credential.builders import A1
from tests.certificates.credential.wallets import GRANT, Session, Wallet

pytestmark = pytest.mark.django_db
HOLDER = Actor(Capacity.WORKER)
EMPLOYER = Actor(Capacity.EMPLOYER, person_id="person-1", party_id="employer-1")
OURS = "coverage_1"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(ISSUED_ON):
        yield


@pytest.fixture
def paper() -> IssuedCertificate:
    return a_certificate()


@pytest.fixture
def session(client: Client) -> Session:
    return Session(client, Wallet())


def an_offer(paper: IssuedCertificate) -> tuple[MadeOffer, str]:
    made = offer_certificate(number=paper.number, configuration=OURS, actor=HOLDER)
    return made, f"openid-credential-offer://?credential_offer_uri={made.address}"


def test_a_wallet_gets_the_credential_and_shows_what_its_holder_wants(
    session: Session, paper: IssuedCertificate
) -> None:
    made, link = an_offer(paper)
    offer = session.fetch(link)
    issuer, server = session.metadata(offer)
    configuration = issuer["credential_configurations_supported"][offer["credential_configuration_ids"][0]]
    assert configuration["format"] == "dc+sd-jwt"
    assert server["pre-authorized_grant_anonymous_access_supported"] is True
    assert made.digits not in json.dumps(offer)

    token = session.token(offer, made.digits).json()
    assert token["token_type"] == "Bearer"
    # Two keys at once, so that two checkers cannot tell that they saw the same holder by the key.
    other = Wallet()
    proofs = [
        wallet.proof(offer["credential_issuer"], session.nonce(issuer), ISSUED_ON)
        for wallet in (session.wallet, other)
    ]
    answer = session.credential(offer, token["access_token"], proofs)
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"
    mine, others = (each["credential"] for each in answer.json()["credentials"])
    assert mine != others

    shown = session.wallet.presented(mine, "https://inspector.example", "n-1", ISSUED_ON, ["family_name"])
    reading = check_presentation(
        shown, credential_keys(), audience="https://inspector.example", nonce="n-1", now=ISSUED_ON
    )
    assert reading.binding is Binding.PROVEN
    assert reading.disclosed == {"family_name"}
    assert reading.record["holder"] == {"family_name": "Miller"}
    assert reading.record["legislation"] == "US"
    assert reading.record["period_end"] == "2030-02-28"
    assert "number" not in reading.record
    assert reading.status is not None
    assert reading.institution_id == "us-ssa"
    with pytest.raises(PresentationRefused):
        check_presentation(
            other.presented(mine, "https://inspector.example", "n-1", ISSUED_ON),
            credential_keys(),
            audience="https://inspector.example",
            nonce="n-1",
            now=ISSUED_ON,
        )
    assert {row.profile_version for row in GivenCredential.objects.all()} == {1}
    events = list(JournalLine.objects.filter(event__startswith="credential.").values_list("event", flat=True))
    assert sorted(events) == [
        "credential.given",
        "credential.given",
        "credential.offer_taken",
        "credential.offered",
    ]


def test_the_keys_and_the_type_are_where_the_credential_says(
    session: Session, paper: IssuedCertificate
) -> None:
    text = give_file(number=paper.number, configuration=OURS, proof=None, actor=HOLDER)
    reading = check_presentation(text, credential_keys(), audience=None, nonce=None, now=ISSUED_ON)
    assert reading.binding is Binding.UNBOUND
    where = reading.claims["iss"].removeprefix(settings.SOJOURN_BASE_URL)
    keys = session.get(f"/.well-known/jwt-vc-issuer{where}").json()
    assert keys["issuer"] == reading.claims["iss"]
    assert [key["kid"] for key in keys["jwks"]["keys"]] == [reading.kid]
    assert "d" not in keys["jwks"]["keys"][0]
    kind = session.get(reading.vct).json()
    assert kind["vct"] == reading.vct
    assert kind["specification"] == "draft-ietf-oauth-sd-jwt-vc-24"
    hidden = {claim["path"][0] for claim in kind["claims"] if claim["sd"] == "always"}
    assert hidden >= reading.disclosed >= {"family_name", "given_name", "birthdate", "document_number"}
    assert session.get("/credentials/coverage/9").status_code == 404
    assert session.get("/.well-known/jwt-vc-issuer/issuers/nobody").status_code == 404


def test_the_same_key_gets_the_same_credential_again(session: Session, paper: IssuedCertificate) -> None:
    made, link = an_offer(paper)
    offer = session.fetch(link)
    issuer, _ = session.metadata(offer)
    token = session.token(offer, made.digits).json()["access_token"]
    found = []
    for _ in range(2):
        proof = session.wallet.proof(offer["credential_issuer"], session.nonce(issuer), ISSUED_ON)
        (each,) = session.credential(offer, token, [proof]).json()["credentials"]
        found.append(each["credential"])
    unsigned = [text.split(".")[:2] + text.split("~")[1:] for text in found]
    assert unsigned[0] == unsigned[1]
    assert GivenCredential.objects.count() == 1


def test_a_code_is_good_once_and_soon_over(session: Session, paper: IssuedCertificate) -> None:
    made, link = an_offer(paper)
    offer = session.fetch(link)
    token = session.token(offer, made.digits).json()["access_token"]
    assert session.get(made.address).status_code == 404
    again = session.token(offer, made.digits)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    # Somebody used it twice: what the first use opened is closed.
    issuer, _ = session.metadata(offer)
    proof = session.wallet.proof(offer["credential_issuer"], session.nonce(issuer), ISSUED_ON)
    refused = session.credential(offer, token, [proof])
    assert (refused.status_code, refused.json()) == (401, {"error": "invalid_token"})

    made, link = an_offer(paper)
    offer = session.fetch(link)
    with clock.fixed(made.expires_at):
        assert session.get(made.address).status_code == 404
        assert session.token(offer, made.digits).json() == {"error": "invalid_grant"}


def test_digits_cannot_be_guessed(session: Session, paper: IssuedCertificate) -> None:
    made, link = an_offer(paper)
    offer = session.fetch(link)
    assert session.token(offer, None).json() == {"error": "invalid_request"}
    wrong = f"{(int(made.digits) + 1) % 1_000_000:06d}"
    assert {session.token(offer, wrong).json()["error"] for _ in range(5)} == {"invalid_grant"}
    assert session.token(offer, made.digits).json() == {"error": "invalid_grant"}
    assert Offer.objects.get().state == "closed"


def test_a_second_offer_closes_the_first(session: Session, paper: IssuedCertificate) -> None:
    first, link = an_offer(paper)
    offer = session.fetch(link)
    second, _ = an_offer(paper)
    assert session.token(offer, first.digits).status_code == 400
    assert session.get(second.address).status_code == 200


def test_a_proof_is_for_us_fresh_and_by_its_own_key(session: Session, paper: IssuedCertificate) -> None:
    made, link = an_offer(paper)
    offer = session.fetch(link)
    issuer, _ = session.metadata(offer)
    token = session.token(offer, made.digits).json()["access_token"]
    wallet, us, thief = session.wallet, offer["credential_issuer"], Wallet()
    used = session.nonce(issuer)
    assert session.credential(offer, token, [wallet.proof(us, used, ISSUED_ON)]).status_code == 200
    with clock.fixed(ISSUED_ON - timedelta(minutes=11)):
        stale = new_nonce()
    refused = {
        "stale": wallet.proof(us, stale, ISSUED_ON),
        "used": wallet.proof(us, used, ISSUED_ON),
        "made up": wallet.proof(us, "ffffffff.aaaa.bbbb", ISSUED_ON),
        "none": wallet.proof(us, "", ISSUED_ON),
        "for others": wallet.proof("https://other.example", new_nonce(), ISSUED_ON),
        "old": wallet.proof(us, new_nonce(), ISSUED_ON.replace(hour=1)),
        "another's key": thief.proof(us, new_nonce(), ISSUED_ON, header={"jwk": wallet.jwk}),
        "another type": wallet.proof(us, new_nonce(), ISSUED_ON, header={"typ": "JWT"}),
        "a name for a key": wallet.proof(us, new_nonce(), ISSUED_ON, header={"kid": "did:example:1"}),
        "no proof": "",
    }
    for why, proof in refused.items():
        answer = session.credential(offer, token, [proof])
        assert answer.status_code == 400, why
        expected = "invalid_nonce" if why in {"stale", "used", "made up", "none"} else "invalid_proof"
        assert answer.json() == {"error": expected}, why
    assert session.credential(offer, token, []).json() == {"error": "invalid_proof"}
    many = [wallet.proof(us, new_nonce(), ISSUED_ON) for _ in range(6)]
    assert session.credential(offer, token, many).json() == {"error": "invalid_proof"}
    assert GivenCredential.objects.count() == 1


def test_what_is_asked_wrongly_is_told_in_codes(session: Session, client: Client) -> None:
    long = "x" * 200_000
    asked = [
        client.post("/wallet/token", {"grant_type": GRANT}),
        client.post(
            "/wallet/token", "grant_type=authorization_code", content_type="application/x-www-form-urlencoded"
        ),
        client.post("/wallet/token", f"a={long}", content_type="application/x-www-form-urlencoded"),
        client.post("/wallet/token", "a=1&a=2", content_type="application/x-www-form-urlencoded"),
        client.post("/wallet/credential", "{}", content_type="application/json"),
        client.post(
            "/wallet/credential",
            "[" * 100_000,
            content_type="application/json",
            headers={"Authorization": "Bearer x"},
        ),
        client.post(
            "/wallet/credential",
            json.dumps({"a": long}),
            content_type="application/json",
            headers={"Authorization": "Bearer x"},
        ),
        client.get("/wallet/nonce"),
    ]
    assert [answer.status_code for answer in asked] == [400, 400, 400, 400, 401, 400, 400, 405]
    assert all("error" in answer.json() for answer in asked)
    assert client.options("/wallet/credential", headers={"Origin": "https://w.example"}).status_code == 204


def test_only_the_worker_gets_it_into_a_wallet_and_the_employer_a_file(paper: IssuedCertificate) -> None:
    wallet = Wallet()
    with pytest.raises(NotAllowed):
        offer_certificate(number=paper.number, configuration=OURS, actor=EMPLOYER)
    proof = wallet.proof(settings.SOJOURN_BASE_URL, new_nonce(), ISSUED_ON)
    with pytest.raises(NotAllowed):
        give_file(number=paper.number, configuration=OURS, proof=proof, actor=EMPLOYER)
    for stranger in (SYSTEM, Actor(Capacity.PUBLIC), Actor(Capacity.STAFF, party_id="us-ssa")):
        with pytest.raises(NotAllowed):
            give_file(number=paper.number, configuration=OURS, proof=None, actor=stranger)
    assert give_file(number=paper.number, configuration=OURS, proof=None, actor=EMPLOYER).endswith("~")
    proof = wallet.proof(settings.SOJOURN_BASE_URL, new_nonce(), ISSUED_ON)
    bound = give_file(number=paper.number, configuration=OURS, proof=proof, actor=HOLDER)
    reading = check_presentation(bound, credential_keys(), audience=None, nonce=None, now=ISSUED_ON)
    assert reading.binding is Binding.NOT_ASKED


def test_what_is_not_in_force_does_not_go_into_a_wallet(session: Session, paper: IssuedCertificate) -> None:
    made, link = an_offer(paper)
    offer = session.fetch(link)
    issuer, _ = session.metadata(offer)
    token = session.token(offer, made.digits).json()["access_token"]
    withdraw_certificate(
        number=paper.number, actor=SYSTEM, reason_code="wrong_facts", effective_on=date(2026, 11, 22)
    )
    proof = session.wallet.proof(offer["credential_issuer"], session.nonce(issuer), ISSUED_ON)
    answer = session.credential(offer, token, [proof])
    assert answer.json() == {"error": "credential_request_denied"}


def test_erasing_a_certificate_takes_offers_and_seeds_with_it(paper: IssuedCertificate) -> None:
    an_offer(paper)
    give_file(number=paper.number, configuration=OURS, proof=None, actor=HOLDER)
    erase_certificate(number=paper.number, actor=SYSTEM)
    assert not Offer.objects.exists()
    assert [row.seed for row in GivenCredential.objects.all()] == [""]


def test_who_asks_too_often_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", limits.A_MINUTE | {"wallet": 3})
    answers = [client.post("/wallet/nonce") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json() == {"error": "slow_down"}
    assert answers[3]["Retry-After"] == "60"


def test_an_institution_offers_a_type_of_its_own_choice(
    session: Session, settings: Any, tmp_path: Path
) -> None:
    """Generation C, copied into a folder with the institution's EESSI id, as the how-to says."""
    plain = yaml.safe_load((SHIPPED / "pda1_c_1.yaml").read_text())
    changed = plain | {"offered": True, "institutions": {"de-dvka": "DE:10117"}}
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(changed, allow_unicode=True))
    settings.SOJOURN_CREDENTIAL_PROFILES = str(tmp_path)
    paper = a_certificate(**A1)
    actor = Actor(Capacity.WORKER)
    assert [each.id for each in fitting_profiles(paper.number)] == ["coverage", "pda1_c"]
    with pytest.raises(CredentialRefused, match="credential_key_needed"):
        give_file(number=paper.number, configuration="pda1_c_1", proof=None, actor=actor)

    made = offer_certificate(number=paper.number, configuration="pda1_c_1", actor=actor)
    offer = session.fetch(f"openid-credential-offer://?credential_offer_uri={made.address}")
    issuer, _ = session.metadata(offer)
    assert issuer["credential_configurations_supported"]["pda1_c_1"]["vct"] == "urn:eudi:pda1:1"
    token = session.token(offer, made.digits).json()["access_token"]
    proof = session.wallet.proof(offer["credential_issuer"], session.nonce(issuer), ISSUED_ON)
    (given,) = session.credential(offer, token, [proof]).json()["credentials"]
    reading = check_presentation(
        given["credential"],
        credential_keys(),
        audience=None,
        nonce=None,
        now=ISSUED_ON,
        profiles=profiles_in_use(),
    )
    assert (reading.profile, reading.profile_version) == ("pda1_c", 1)
    assert reading.claims["issuing_authority"]["id"] == "DE:10117"
    assert reading.claims["sub"].startswith("urn:ietf:params:oauth:jwk-thumbprint:sha-256:")
    assert reading.record["issuer"]["id"] == "de-dvka"
    assert reading.record["status_code"] == "01"
    # Another key may not ask with this token for another type.
    other = session.credential(offer, token, [proof], credential_configuration_id="coverage_1")
    assert other.json() == {"error": "unknown_credential_configuration"}


def test_a_folder_with_a_profile_that_does_not_load_says_which(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("id: x")
    settings.SOJOURN_CREDENTIAL_PROFILES = str(tmp_path)
    with pytest.raises(ImproperlyConfigured, match=r"broken\.yaml"):
        profiles_in_use()
