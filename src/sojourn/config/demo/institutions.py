"""The institutions of the demonstration: three are hosted, each with people of its own and requests of its country.

Those of Germany and Japan are set up as their administrators would do it: hosted by a command, set up, tried, opened,
automation started by two people. Running it again changes nothing.
"""

from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model

from sojourn.casework.events import take_up
from sojourn.casework.hosting.access import settings_of
from sojourn.casework.hosting.automation_access import automation_at
from sojourn.casework.hosting.automation_events import Scope, ask_restart, confirm_restart
from sojourn.casework.hosting.events import host_institution, open_to_applicants, save_terms
from sojourn.casework.hosting.trial import run_trial
from sojourn.config.demo.seed import OFFICER, SignIns, applicant_of_example
from sojourn.core.actors import SYSTEM
from sojourn.parties.access import Person, staff_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.events import appoint_staff, give_code_app, open_account
from sojourn.requests.events import request_from_file

ROLES: Final = ("lead", "officer", "administrator")


@dataclass(frozen=True, slots=True)
class Hosted:
    """An institution of the demonstration; `sign` is the part of its people's addresses that tells them apart.

    `lead` is the address of whoever leads it, where that is somebody of the demonstration already.
    """

    institution_id: str
    sign: str
    terms: dict[str, Any]
    lead: str = ""

    def email(self, role: str) -> str:
        """The address of its lead, officer or administrator."""
        return self.lead if role == "lead" and self.lead else f"{role}.{self.sign}@demo.example"


US: Final = Hosted("us-ssa", "us", {}, lead=OFFICER)
DE: Final = Hosted(
    "de-dvka",
    "de",
    {
        "writing": {"languages": ["de", "en"], "letterhead": ["GKV-Spitzenverband", "DVKA"]},
        "numbering": {"prefix": "DVKA"},
        "queues": [{"name": "Québec", "hosts": ["CA-QC"]}],
        "sample": 10,
    },
)
JP: Final = Hosted(
    "jp-jps",
    "jp",
    {
        "writing": {"languages": ["en"]},
        "numbering": {"prefix": "JPS"},
        "hours": {"zone": "Asia/Tokyo"},
        "corridors": {"cells": {"KR": {"first": {"mode": "officer"}}}},
    },
)
HOSTED: Final = (US, DE, JP)


def seed_institutions(known: SignIns) -> None:
    """Give each institution its people, and set the second and third up."""
    for hosted in HOSTED:
        for role in ROLES:
            _staff(hosted, role, known)
    for hosted in (DE, JP):
        _set_up(hosted)


def seed_requests_abroad() -> None:
    """Send what employers of Germany and Japan ask of their own institutions: a clear request, and one to look at."""
    for name, employer, asked in _REQUESTS:
        request = request_from_file(acting=applicant_of_example(name, employer), data=asked)
        take_up(request_id=request.pk)


def _staff(hosted: Hosted, role: str, known: SignIns) -> None:
    email = hosted.email(role)
    person = get_user_model().objects.filter(email=email).first() or open_account(
        actor=SYSTEM, email=email, name=f"{hosted.sign.upper()} {role}", password=known.password
    )
    if not person.posts.filter(institution_id=hosted.institution_id).exists():
        appoint_staff(actor=SYSTEM, person=person, institution_id=hosted.institution_id, role=role)
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        give_code_app(actor=SYSTEM, person=person, secret=known.totp_secret)


def _set_up(hosted: Hosted) -> None:
    if not host_institution(
        institution_id=hosted.institution_id, administrator=hosted.email("administrator")
    ):
        return
    administrator = _acting(hosted, "administrator")
    for section, content in hosted.terms.items():
        version = settings_of(administrator).version
        save_terms(acting=administrator, section=section, content=content, version=version)
    run_trial(acting=administrator)
    open_to_applicants(acting=administrator)
    ask_restart(acting=_acting(hosted, "lead"), scope=Scope(), reason="The samples came out well.")
    for restart in automation_at(administrator).restarts:
        confirm_restart(acting=administrator, restart_id=restart.id)


def _acting(hosted: Hosted, role: str) -> ActingAs:
    return staff_of(Person.objects.get(email=hosted.email(role)), hosted.institution_id)


_RHINE: Final = {
    "seat": "DE",
    "kind": "private",
    "particulars": {
        "name": "Rheinwerk Pumpen GmbH",
        "street": "Industriestraße 4",
        "postcode": "53113",
        "city": "Bonn",
        "state": "",
        "ein": "",
    },
}
_OPTICS: Final = {
    "seat": "JP",
    "kind": "private",
    "particulars": {
        "name": "Setouchi Optics K.K.",
        "street": "2-4-1 Kitahama",
        "postcode": "541-0041",
        "city": "Osaka",
        "state": "",
        "ein": "",
    },
}


# The number is the specimen of Germany's own leaflets.
_GERMAN_NUMBER: Final = "15070649C103"


def _asked(
    host: str, home: str, person: dict[str, str], place: dict[str, str], **facts: Any
) -> dict[str, Any]:
    return {
        "applicant": "employer",
        "situation": {
            "activities[0].country": host,
            "activities[0].start": "2027-05-01",
            "activities[0].end": "2028-04-30",
            "question.for_whom": "customer",
            "activities[0].employed_since": "2019-02-01",
            "activities[0].recruited_in": home,
            "question.worked_there_before": False,
            "person.nationalities": [home],
            "person.residence": home,
            **facts,
        },
        "particulars": person | place,
        "declared": True,
    }


def _person(given: str, family: str, born: str, at: str, **more: str) -> dict[str, str]:
    return {
        "worker.given_names": given,
        "worker.family_name": family,
        "worker.birth_date": born,
        "worker.birth_place": at,
        **more,
    }


def _place(name: str, street: str, city: str) -> dict[str, str]:
    return {"receiver.name": name, "receiver.street": street, "receiver.city": city}


_DESIGNER: Final = {
    "applicant": "self_employed",
    "situation": {
        "activities[0].sent_from": "DE",
        "activities[0].country": "JP",
        "activities[0].start": "2027-04-01",
        "activities[0].end": "2027-11-30",
        "activities[0].local_contract": False,
        "activities[0].home_activity_since": "2017-03-01",
        "person.nationalities": ["DE"],
        "person.residence": "DE",
        "question.family_comes_along": False,
        "person.private_health_cover": True,
        "question.insured_at_home_since": "2017-03-01",
    },
    "particulars": {
        **_person("Mara", "Lindner", "1990-11-11", "Köln, Germany"),
        "worker.home_number": _GERMAN_NUMBER,
        "sender.activity": "Graphic design for publishers",
        "sender.name": "Lindner Gestaltung",
        "sender.street": "Domstraße 8",
        "sender.postcode": "50668",
        "sender.city": "Köln",
        "receiver.name": "",
        "receiver.street": "",
        "receiver.city": "Kyoto",
    },
    "declared": True,
}
# A name for those who ask for themselves, who asks, and what.
_REQUESTS: Final[tuple[tuple[str, dict[str, Any] | None, dict[str, Any]], ...]] = (
    ("designer-of-germany", None, _DESIGNER),
    (
        "",
        _RHINE,
        _asked(
            "CA-QC",
            "DE",
            _person(
                "Jonas", "Brandt", "1984-03-09", "Köln, Germany", **{"worker.home_number": _GERMAN_NUMBER}
            ),
            _place("Barrage du Nord inc.", "75 boulevard Est", "Montréal"),
            **{"question.substantial_activity_at_home": True},
        ),
    ),
    (
        "",
        _OPTICS,
        _asked(
            "DE",
            "JP",
            _person("Haruto", "Sato", "1990-07-21", "Osaka, Japan"),
            _place("Linsen Jena GmbH", "Lutherplatz 1", "Jena"),
        ),
    ),
    (
        "",
        _OPTICS,
        _asked(
            "KR",
            "JP",
            _person("Yuki", "Tanaka", "1992-01-30", "Kobe, Japan"),
            _place("Busan Optics Co.", "12 Haeundae-ro", "Busan"),
        ),
    ),
)
