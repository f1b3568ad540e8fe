"""One record, many types: what a type has comes back as it was; what does not fit is refused, never shortened."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.credential.making import record_for
from sojourn.certificates.credential.mapping import Unmappable, claims_of, record_of
from sojourn.certificates.credential.profiles import SHIPPED, Claim, Profile, all_profiles, read_profile
from tests.certificates.builders import ISSUED_ON, content, data
from tests.certificates.credential.builders import A1, a_credential, issue, profile
from tests.certificates.credential.wallets import unb64

EESSI = {"de-dvka": "DE:10117", "us-ssa": "US:1234"}
PDA1 = ("pda1_b_1", "pda1_c_1", "pda1_d_1", "pda1_e_1")

texts = st.text(
    st.characters(categories=("Lu", "Ll", "Lo", "Nd"), codec="utf-8"), min_size=1, max_size=40
).map(lambda text: " ".join(text.split()) or "x")
maybe = st.none() | texts
countries = st.sampled_from(["DE", "FR", "GR", "GB", "US", "CA-QC", "JP"])
states = countries.filter(lambda code: len(code) == 2)
numbers = texts.filter(lambda text: len(text) > 3)


def places(
    word: st.SearchStrategy[Any], country: st.SearchStrategy[str]
) -> st.SearchStrategy[dict[str, Any]]:
    """Places of work or of an employer."""
    return st.fixed_dictionaries(
        {"name": word, "street": word, "city": word, "postcode": word, "country": country}
    )


@st.composite
def contents(draw: st.DrawFn, *, whole: bool = False) -> CertificateContent:
    """Certificates of either kind, with whatever may be missing missing; or whole A1s, which fit every type."""
    kind = "a1" if whole else draw(st.sampled_from(["coverage", "a1"]))
    word, country = (texts, states) if whole else (maybe, countries)
    home, host = draw(st.lists(country, min_size=2, max_size=2, unique=True))
    place = places(word, country)
    exempt = st.fixed_dictionaries({"country": countries, "branches": st.just(["old_age", "health"])})
    changes = {
        "legislation": home,
        "host": host,
        "article": draw(word),
        "provisional": draw(st.booleans()),
        "self_employed": draw(st.booleans()),
        "period_end": draw(
            st.dates(date(2027, 3, 1), date(2035, 1, 1)) | (st.nothing() if whole else st.none())
        ),
        "workplaces": draw(st.lists(place, min_size=int(whole), max_size=1 if whole else 4)),
        "employer": draw(place.map(lambda each: each | {"name": each["name"] or "x"})),
        "form": draw(word),
        "exempt": draw(st.lists(exempt, max_size=2)),
        "holder": {
            "given_names": draw(texts),
            "family_name": draw(texts),
            "birth_date": "1988-05-14",
            "birth_name": draw(word),
            "birth_place": draw(word),
            "nationalities": draw(st.lists(states, min_size=int(whole), max_size=2)),
            "number": draw(numbers),
            "number_kind": "us_ssn",
            "residence": draw(place.map(lambda each: {k: v for k, v in each.items() if k != "name"})),
        },
    }
    return read_content(data(**(A1 if kind == "a1" else {})) | changes)


def every_profile() -> list[Profile]:
    """All of them, as an institution uses them that has its EESSI id."""
    return [each.model_copy(update={"institutions": EESSI}) for each in all_profiles()]


def targets(claims: tuple[Claim, ...], above: str = "") -> set[str]:
    """The fields of the record that these claims hold, with [] for each item of a list."""
    found: set[str] = set()
    for claim in claims:
        if claim.source is None:
            continue
        path = claim.source[1:] if claim.source.startswith("/") else f"{above}.{claim.source}".strip(".")
        if not claim.members:
            found.add(path)
        else:
            found |= targets(claim.members, path + ("[]" if claim.way in {"each", "only"} else ""))
    return found


def flat(value: Any, path: str = "") -> dict[str, list[Any]]:
    """Each field of a record with its values, lists counted through."""
    if isinstance(value, dict) and path not in {"titles"}:
        found: dict[str, list[Any]] = {}
        for name, each in value.items():
            for at, values in flat(each, f"{path}.{name}".strip(".")).items():
                found.setdefault(at, []).extend(values)
        return found
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        found = {}
        for each in value:
            for at, values in flat(each, f"{path}[]").items():
                found.setdefault(at, []).extend(values)
        return found
    return {} if value in (None, []) else {path: [value]}


def comes_back(record: dict[str, Any], by: Profile) -> None:
    """Every field that the profile has, and the record has too, is what it was."""
    own = flat(record)
    back = flat(record_of(claims_of(record, by), by))
    assert back == {path: own[path] for path in targets(by.for_kind(record["kind"])) if path in own}


@settings(max_examples=60, deadline=None)
@given(contents())
def test_each_field_that_our_own_type_has_comes_back(of: CertificateContent) -> None:
    record = record_for(of, issue(), ISSUED_ON)
    if of.kind == "coverage" and not of.exempt:
        with pytest.raises(Unmappable, match="branches_covered"):
            claims_of(record, profile())
    else:
        comes_back(record, profile())


@settings(max_examples=60, deadline=None)
@given(contents(whole=True))
def test_each_field_that_a_generation_has_comes_back(of: CertificateContent) -> None:
    record = record_for(of, issue(), ISSUED_ON)
    # Our record has no number of the employer; generation D is tried as if it had.
    record["employer"]["number"] = "AT-COMPANY-001"
    for each in every_profile():
        comes_back(record, each)


def test_every_generation_holds_what_its_source_says() -> None:
    of = content(**(A1 | {"workplaces": [data()["workplaces"][0] | {"country": "GR"}]}))
    record = record_for(of, issue(number="DE-2026-7K3M-92QX-4T"), ISSUED_ON)
    by_id = {each.configuration_id: each for each in every_profile()}
    b, c, e = (claims_of(record, by_id[name]) for name in ("pda1_b_1", "pda1_c_1", "pda1_e_1"))
    assert b["decision_legislation_applicable"]["member_state_which_legislation_applies"] == "DE"
    assert b["places_of_work"][0]["country_work"] == "EL"
    assert b["competent_institution"] == {
        "institution_id": "DE:10117",
        "institution_name": "GKV-Spitzenverband, DVKA",
        "country_code": "DE",
    }
    assert c["employer"] == {"name": "Cascade Robotics Inc.", "country": "US"}
    assert c["work_address"]["country"] == "GR"
    assert c["document_number"] == e["document_id"] == "DE-2026-7K3M-92QX-4T"
    assert "family_name" not in str(c)
    assert e["credential_holder"]["birth_date"] == "1988-05-14"
    # Generation D wants the employer's number, which our record does not have: nothing is made up.
    with pytest.raises(Unmappable, match=r"employer\.id: missing"):
        claims_of(record, by_id["pda1_d_1"])
    record["employer"]["number"] = "AT-COMPANY-001"
    d = claims_of(record, by_id["pda1_d_1"])
    assert d["employer"][0] == {
        "type": "01",
        "id": "AT-COMPANY-001",
        "name": "Cascade Robotics Inc.",
        "country": "US",
    }
    assert d["attestation_legal_category"] == "PuB-EAA"
    open_end = claims_of({**record, "period_end": None}, by_id["pda1_b_1"])
    assert open_end["decision_legislation_applicable"]["ending_date"] == "2499-01-01"
    assert "period_end" not in record_of(open_end, by_id["pda1_b_1"])


@pytest.mark.parametrize(
    ("configuration", "changes", "claim", "reason"),
    [
        ("pda1_c_1", {"period_end": None}, "ending_date", "missing"),
        ("pda1_c_1", {"workplaces": data()["workplaces"] * 2}, "work_address", "too_many"),
        ("pda1_c_1", {"workplaces": []}, "work_address", "missing"),
        ("pda1_c_1", {"employer__name": "x" * 101}, "employer.name", "another_length"),
        ("pda1_c_1", {"legislation": "CA-QC"}, "legislation_country", "part_of_a_country"),
        ("pda1_c_1", {"status_code": None}, "status_confirmation", "missing"),
        ("pda1_c_1", {"holder__number": "123"}, "personal_administrative_number", "another_length"),
        ("pda1_c_1", {"kind": "coverage"}, "kind", "another_kind"),
        (
            "pda1_e_1",
            {"workplaces": [{"country": "GR"}]},
            "places_of_work.place_of_work[].company",
            "missing",
        ),
        ("coverage_1", {"kind": "coverage", "exempt": []}, "branches_covered", "missing"),
    ],
)
def test_what_does_not_fit_is_refused(
    configuration: str, changes: dict[str, Any], claim: str, reason: str
) -> None:
    by = profile(configuration, institutions=EESSI)
    plain = {**A1, "host": "FR", **changes}
    with pytest.raises(Unmappable) as caught:
        claims_of(record_for(content(**plain), issue(), ISSUED_ON), by)
    assert (caught.value.claim, caught.value.reason) == (claim, reason)


def test_an_institution_without_the_id_that_a_type_wants_is_refused() -> None:
    with pytest.raises(Unmappable, match="institution_not_listed"):
        claims_of(record_for(content(**A1), issue(), ISSUED_ON), profile("pda1_c_1"))


def test_two_generations_of_one_type_are_told_apart_by_their_shape() -> None:
    c, d = (profile(name, institutions=EESSI) for name in ("pda1_c_1", "pda1_d_1"))
    record = record_for(content(**A1), issue(), ISSUED_ON)
    record["employer"]["number"] = "1"
    record["workplaces"] = record["workplaces"][:1]
    for one, other in ((c, d), (d, c)):
        claims = claims_of(record, one)
        assert record_of(claims, one)
        with pytest.raises(Unmappable):
            record_of(claims, other)


def test_the_number_of_disclosures_does_not_tell_what_a_certificate_has() -> None:
    few = content(holder__birth_place=None, holder__nationalities=[])
    digests = []
    for of in (content(), few):
        payload = unb64(a_credential(of).split(".")[1])
        digests.append(yaml.safe_load(payload)["_sd"])
    assert len(digests[0]) == len(digests[1])
    assert digests[0] == sorted(digests[0])


def test_no_profile_discloses_in_part_what_must_always_be_seen() -> None:
    always = {"legislation_country", "starting_date", "ending_date", "legal_basis", "branches_covered"}
    hidden = {claim.name for claim in profile().claims if claim.disclosable}
    assert not hidden & always
    assert hidden >= {"document_number", "personal_administrative_number", "family_name", "birthdate"}
    for name in PDA1[1:3]:
        assert {c.name for c in profile(name).claims if c.disclosable} == {
            "personal_administrative_number",
            "document_number",
        }
    assert not [each.configuration_id for each in all_profiles() if each.offered and each.id != "coverage"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"claims": [{"name": "exp", "source": "number", "disclosable": True}]}, "never be disclosed"),
        ({"claims": [{"name": "a", "source": "number", "constant": "x"}]}, "either"),
        ({"claims": [{"name": "a", "source": "kind", "values": {"a1": "x", "coverage": "x"}}]}, "read back"),
        ({"names": {"en": "x"}}, "every language"),
        ({"offered": False, "why_not": ""}, "says why"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_profile_that_could_do_harm_does_not_load(change: dict[str, Any], why: str) -> None:
    plain = yaml.safe_load((SHIPPED / "coverage_1.yaml").read_text())
    with pytest.raises(ValueError, match=why):
        read_profile(plain | change, "changed.yaml")
