"""People, employers, firms and posts with sensible defaults, made through the front doors."""

import itertools
import uuid
from typing import Any

from sojourn.core.actors import SYSTEM
from sojourn.parties import events
from sojourn.parties.access import ActingAs, acting_as
from sojourn.parties.models import Firm, Person

PASSWORD = "a long enough sentence"
CODE_APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = itertools.count(1)


def a_person(**fields: Any) -> Person:
    """Somebody with a confirmed address."""
    fields.setdefault("email", f"person{next(_numbers)}@example.com")
    return events.open_account(actor=SYSTEM, **fields)


def particulars(**changes: str) -> dict[str, str]:
    """What names an employer in Chicago."""
    return {
        "name": "Lakeside Robotics Inc.",
        "street": "200 West Adams Street",
        "postcode": "60606",
        "city": "Chicago",
        "state": "",
        "ein": "",
    } | changes


def an_employer(
    person: Person | None = None, *, seat: str = "US", kind: str = "private", **changes: str
) -> ActingAs:
    """The capacity of an employer's administrator."""
    return events.create_employer(
        person=person or a_person(),
        seat=seat,
        kind=kind,
        particulars=particulars(**changes),
        key=uuid.uuid4(),
    )


def a_firm(person: Person | None = None, name: str = "Harbour Relocation LLC") -> Firm:
    """A firm of which the person is administrator."""
    return Firm.objects.get(pk=events.create_firm(person=person or a_person(), name=name, key=uuid.uuid4()))


def a_representative(acting: ActingAs, **terms: Any) -> ActingAs:
    """Somebody of a firm that has just been given a mandate by the employer."""
    person = a_person()
    firm = a_firm(person)
    events.grant_mandate(acting=acting, firm_code=firm.code, **terms)
    return acting_as(person, f"mandate:{firm.pk}:{acting.employer_id}")


def an_officer(institution_id: str = "us-ssa", role: str = "officer", **fields: Any) -> Person:
    """Somebody with a post at the institution."""
    person = a_person(**fields)
    events.appoint_staff(actor=SYSTEM, person=person, institution_id=institution_id, role=role)
    return person
