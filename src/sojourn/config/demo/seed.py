"""The people of the demonstration. Running it again changes nothing."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import get_user_model

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.parties.access import Person, acting_for_self
from sojourn.parties.acting import ActingAs
from sojourn.parties.directory import firms_of
from sojourn.parties.events import (
    appoint_staff,
    create_employer,
    create_firm,
    give_code_app,
    grant_mandate,
    open_account,
)

INSTITUTION: Final = "us-ssa"
CLERK: Final = "clerk@demo.example"
REPRESENTATIVE: Final = "representative@demo.example"
OFFICER: Final = "officer@demo.example"


@dataclass(frozen=True, slots=True)
class SignIns:
    """How a visitor signs in. Made at random, so that a demonstration left open is not everybody's."""

    password: str
    totp_secret: str


def sign_ins(home: Path) -> SignIns:
    """The sign-ins of this demonstration, made at its first start and kept beside its data."""
    kept = home / "demo_sign_ins.json"
    if kept.exists():
        return SignIns(**json.loads(kept.read_text()))
    home.mkdir(parents=True, exist_ok=True)
    made = SignIns(password=secrets.token_urlsafe(12), totp_secret=generate_totp_secret())
    with os.fdopen(os.open(kept, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as out:
        json.dump(asdict(made), out)
    return made


def seed(home: Path) -> SignIns:
    """Make the clerk, the representative with a firm, the officer with a second factor; host the institution."""
    known = sign_ins(home)
    _person(CLERK, known.password)
    representative = _person(REPRESENTATIVE, known.password)
    officer = _person(OFFICER, known.password)
    create_firm(person=representative, name="Harbour Relocation LLC", key=_key("firm"))
    appoint_staff(actor=SYSTEM, person=officer, institution_id=INSTITUTION, role="lead")
    if not Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).exists():
        give_code_app(actor=SYSTEM, person=officer, secret=known.totp_secret)
    set_up_institution(institution_id=INSTITUTION, actor=SYSTEM)
    return known


def applicant_of_example(name: str, employer: Mapping[str, Any] | None) -> ActingAs:
    """Who asks: the clerk for the example's employer (made when first met, with a mandate for the firm), or
    a self-employed person of the example's own.
    """
    if employer is None:
        return acting_for_self(_person(f"{name}@demo.example", None))
    acting = create_employer(
        person=_person(CLERK, None),
        seat=employer["seat"],
        kind=employer["kind"],
        particulars=employer["particulars"],
        key=_key(employer["particulars"]["name"]),
    )
    grant_mandate(acting=acting, firm_code=firms_of(_person(REPRESENTATIVE, None))[0].code)
    return acting


def _person(email: str, password: str | None) -> Person:
    """An account whose address is confirmed already; made when it is not there."""
    known: Person | None = get_user_model().objects.filter(email=email).first()
    return known or open_account(
        actor=SYSTEM, email=email, name=email.partition("@")[0].title(), password=password
    )


def _key(name: str) -> UUID:
    """The same key at every start, so that nothing is made twice."""
    return uuid5(NAMESPACE_URL, f"sojourn-demo:{name}")
