"""A host institution in Germany, an issuer in the U.S., and certificates that travel between them."""

from datetime import date
from typing import Any

import typst

from sojourn.casework.events import set_up_institution
from sojourn.casework.foreign.access import draft_for
from sojourn.casework.foreign.events import begin_registration, register
from sojourn.casework.foreign.items import checked
from sojourn.casework.foreign.reading import FIELDS
from sojourn.certificates.access import IssuedCertificate
from sojourn.core.actors import SYSTEM
from sojourn.parties.acting import ActingAs
from tests.casework.builders import an_acting_officer
from tests.certificates.builders import a_certificate, paper

HOST, ISSUER = "de-dvka", "us-ssa"

TYPED: dict[str, str] = dict.fromkeys(FIELDS, "") | {
    "number": "FR 75-2026/0147",
    "issuer_country": "FR",
    "issuer_name": "Urssaf Île-de-France",
    "instrument": "eu-883-2004",
    "article": "12(1)",
    "legislation": "FR",
    "host": "DE",
    "start": "2027-01-01",
    "end": "2028-12-31",
    "given_names": "Élodie",
    "family_name": "Marchand",
    "birth_date": "1985-02-11",
    "person_number": "2 85 02 75 116 001 42",
    "employer": "Ateliers du Nord SARL",
    "workplace": "Werk Kiel, Kiel",
}


def both_hosted() -> None:
    """Two institutions that decide with this service."""
    for institution in (HOST, ISSUER):
        set_up_institution(institution_id=institution, actor=SYSTEM)


def a_host_officer(role: str = "officer") -> ActingAs:
    """Somebody at work in the host institution."""
    return an_acting_officer(role, HOST)


def an_issuing_officer(role: str = "officer") -> ActingAs:
    """Somebody at work in the institution that issued."""
    return an_acting_officer(role, ISSUER)


def typed(**changes: str) -> dict[str, str]:
    """The items of a French certificate for work in Germany, changed."""
    return TYPED | changes


def items(**changes: str) -> dict[str, str]:
    """The same in their normal form."""
    return checked(typed(**changes))


def a_typed_certificate(officer: ActingAs, **changes: str) -> str:
    """One registered by hand: its reference."""
    draft = begin_registration(acting=officer)
    return register(acting=officer, draft_id=draft, given=typed(**changes), in_spite=True)


def a_dropped_certificate(officer: ActingAs, **changes: Any) -> tuple[str, IssuedCertificate]:
    """One of our own making, issued by the U.S. institution and registered from its PDF."""
    certificate = a_certificate(**changes)
    draft = begin_registration(acting=officer, data=paper(certificate))
    given = dict(draft_for(officer, draft).fields)
    return register(acting=officer, draft_id=draft, given=given, in_spite=True), certificate


def a_text_pdf(*lines: str) -> bytes:
    """A PDF of somebody else, with lines of text and no seal."""
    return bytes(typst.compile("\n\n".join(lines).encode(), format="pdf"))


def day(text: str) -> date:
    """A day from its ISO text."""
    return date.fromisoformat(text)
