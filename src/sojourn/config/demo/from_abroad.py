"""The host side of the demonstration: Germany registers American certificates and a French one, doubts one of them,
and somebody at a gate reports what they saw. Running it again changes nothing.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth import get_user_model

from sojourn.casework.foreign.access import draft_for
from sojourn.casework.foreign.concern_events import report_concern
from sojourn.casework.foreign.dispute_events import put_doubts
from sojourn.casework.foreign.events import begin_registration, register
from sojourn.casework.foreign.listing import foreign_list
from sojourn.casework.foreign.reading import FIELDS
from sojourn.certificates import access as certificates
from sojourn.config.demo.cases import Told
from sojourn.config.demo.institutions import HOSTED
from sojourn.core import clock
from sojourn.core.errors import WrongState
from sojourn.parties.access import staff_of
from sojourn.parties.acting import ActingAs

_HOST: Final = "de-dvka"
_MOST: Final = 3
_FRENCH: Final[dict[str, str]] = dict.fromkeys(FIELDS, "") | {
    "number": "DEMO-2026-0147",
    "issuer_country": "FR",
    "issuer_name": "Urssaf",
    "instrument": "eu-883-2004",
    "article": "12(1)",
    "legislation": "FR",
    "host": "DE",
    "given_names": "Élodie",
    "family_name": "Marchand",
    "birth_date": "1985-02-11",
    "employer": "Ateliers du Nord SARL",
    "workplace": "Kiel",
}


def seed_from_abroad(told: Sequence[Told]) -> None:
    """Register what the examples brought to Germany, put doubts about the first, type a French one, take a report."""
    officer = _officer()
    if foreign_list(officer).all:
        return
    numbers = [each.certificate for each in told if each.certificate and each.route.endswith("→ DE")]
    references = [reference for number in numbers[:_MOST] if (reference := _dropped(officer, number))]
    if references:
        put_doubts(
            acting=officer,
            reference=references[0],
            key=_key("doubts"),
            reasons=["not_posted"],
            text="At the place of work the person said that a German firm pays the wage. Who pays it, and since when?",
        )
    _typed(officer)
    report_concern(
        key=_key("report"),
        seen="The name on the paper is not the one on the identity card.",
        place="Gate 3, building site in Hamburg",
        number=numbers[0] if numbers else "",
        institution_id="us-ssa",
    )


def _dropped(officer: ActingAs, number: str) -> str:
    """The reference of a certificate registered from its sealed PDF; '' for one that stands no more."""
    try:
        draft = begin_registration(acting=officer, data=certificates.document(number))
    except WrongState:
        return ""
    fields = draft_for(officer, draft).fields
    return register(acting=officer, draft_id=draft, given=fields, in_spite=True)


def _typed(officer: ActingAs) -> None:
    """One from France that ends soon, typed from its paper."""
    today = clock.today()
    days = {
        "start": (today - timedelta(days=700)).isoformat(),
        "end": (today + timedelta(days=25)).isoformat(),
    }
    draft = begin_registration(acting=officer)
    register(acting=officer, draft_id=draft, given=_FRENCH | days, in_spite=True)


def _officer() -> ActingAs:
    hosted = next(each for each in HOSTED if each.institution_id == _HOST)
    person = get_user_model().objects.get(email=hosted.email("officer"))
    return staff_of(person, _HOST)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"sojourn-demo:from-abroad:{name}")
