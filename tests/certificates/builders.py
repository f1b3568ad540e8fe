"""A plain certificate, to change one thing at a time; and the things that go with one."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sojourn.certificates import access, document
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.events import issue_certificate
from sojourn.certificates.face import Issue
from sojourn.certificates.keys import Sealer, key_id, sealer_for
from sojourn.certificates.number import new_number, new_secret
from sojourn.certificates.seal import seal
from sojourn.certificates.seal_check import TrustedKey
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Capacity

ISSUED_ON = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
OFFICER = Actor(Capacity.STAFF, person_id="officer-1", party_id="us-ssa")
STRANGER = Actor(Capacity.STAFF, person_id="officer-2", party_id="de-dvka")

PLAIN: dict[str, Any] = {
    "kind": "coverage",
    "instrument": "us-de",
    "titles": {
        "en": "Agreement between the United States of America and the Federal Republic of Germany on Social Security",
        "de": "Abkommen zwischen der Bundesrepublik Deutschland und den Vereinigten Staaten von Amerika über Soziale "
        "Sicherheit",
    },
    "article": "6(2)",
    "category": "posted_employee",
    "issuer": {
        "id": "us-ssa",
        "name": "Social Security Administration, Office of Earnings and International Operations",
        "address": ["P.O. Box 17741", "Baltimore, Maryland 21235-7741", "USA"],
        "country": "US",
        "phone": "+1 410 965 7306",
        "email": "certificate@ssa.gov",
        "url": "https://opts.ssa.gov",
    },
    "legislation": "US",
    "host": "DE",
    "holder": {
        "given_names": "Sarah Anne",
        "family_name": "Miller",
        "birth_date": "1988-05-14",
        "birth_place": "Portland, Oregon",
        "nationalities": ["US"],
        "number": "219-09-9999",
        "number_kind": "us_ssn",
    },
    "employer": {
        "name": "Cascade Robotics Inc.",
        "street": "1420 NW Lovejoy Street",
        "city": "Portland",
        "postcode": "97209",
        "state": "OR",
        "country": "US",
    },
    "workplaces": [
        {
            "name": "Cascade Robotics GmbH",
            "street": "Lindwurmstraße 88",
            "postcode": "80337",
            "city": "München",
            "country": "DE",
        }
    ],
    "period_start": "2027-03-01",
    "period_end": "2030-02-28",
    "period_limit": "2032-02-29",
    "exempt": [{"country": "DE", "branches": ["old_age", "disability", "survivors"]}],
    "languages": ["en", "de"],
    "law_version": "4f7c2a91" * 8,
    "decided_on": "2026-11-22",
}


def data(**changes: Any) -> dict[str, Any]:
    """A plain content as data, changed: data(holder__family_name="X") reaches inside."""
    changed = {**PLAIN}
    for path, value in changes.items():
        outer, _, inner = path.partition("__")
        changed[outer] = {**changed[outer], inner: value} if inner else value
    return changed


def content(**changes: Any) -> CertificateContent:
    """A plain content, changed."""
    return read_content(data(**changes))


def an_issue(**changes: Any) -> Issue:
    """What is known at the moment of issue."""
    plain: dict[str, Any] = {
        "number": new_number("US", ISSUED_ON.date()),
        "secret": new_secret(),
        "issued_on": ISSUED_ON.date(),
        "base_url": "https://coverage.example.gov",
        "demonstration": False,
    }
    return Issue(**(plain | changes))


def drawn(of: CertificateContent | None = None, issue: Issue | None = None) -> bytes:
    """An unsealed document."""
    return document.render(of or content(), issue or an_issue(), ISSUED_ON)


def sealed(
    of: CertificateContent | None = None, issue: Issue | None = None, sealer: Sealer | None = None
) -> bytes:
    """A sealed document that is on no record."""
    says = of or content()
    return seal(
        drawn(says, issue), sealer or sealer_for(says.issuer), label="Electronic seal", name=says.issuer.name
    )


def trusted() -> list[TrustedKey]:
    """The plain issuer's key, as published."""
    issuer = content().issuer
    chain = sealer_for(issuer).chain
    return [TrustedKey(key_id(chain[0]), issuer.id, issuer.name, chain)]


def a_certificate(key: str | None = None, **changes: Any) -> IssuedCertificate:
    """One that was really issued, on ISSUED_ON."""
    with clock.fixed(ISSUED_ON):
        return issue_certificate(content=content(**changes), actor=SYSTEM, key=key or str(uuid.uuid4()))


def paper(certificate: IssuedCertificate) -> bytes:
    """Its document."""
    return access.document(certificate.number)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Hold the clock at noon of a day."""
    with clock.fixed(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
        yield
