"""The letters that this room leaves in the outbox. None says who or which employer it is about."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.conf import settings
from django.urls import reverse

from sojourn.core.actors import Subject
from sojourn.messages.events import post_letter
from sojourn.parties.models import FirmMembership, Invitation, JoinRequest, Mandate, Membership, Person

# The names of the pages to which letters lead.
INVITATION_PAGE: Final = "invitation"
PEOPLE_PAGE: Final = "employer_people"
MANDATES_PAGE: Final = "mandates"
FIRMS_PAGE: Final = "firms"


def invite(invitation: Invitation, *, secret: str, language: str) -> None:
    """Send the link that lets one address join an employer."""
    post_letter(
        template="invitation",
        recipient=invitation.email,
        language=language,
        values={"link": _page(INVITATION_PAGE, secret), "until": invitation.expires_at.date().isoformat()},
        about=Subject("invitation", str(invitation.pk)),
        key=f"invitation:{invitation.pk}",
    )


def tell_account_left(person: Person) -> None:
    """Tell somebody that their account is closed (M47c), at the address that is deleted then."""
    post_letter(
        template="account_left",
        recipient=person.email,
        language=person.language,
        values={},
        about=Subject("person", str(person.pk)),
        key=f"account_left:{person.pk}",
    )


def tell_join_asked(ask: JoinRequest) -> None:
    """Tell the employer's administrators that somebody asks to join."""
    for person in _administrators(ask.employer_id):
        post_letter(
            template="join_asked",
            recipient=person.email,
            language=person.language,
            values={"link": _page(PEOPLE_PAGE, ask.employer_id)},
            about=Subject("join_request", str(ask.pk)),
            key=f"join_asked:{ask.pk}:{person.pk}",
        )


def tell_mandate_changed(mandate: Mandate, what: str) -> None:
    """Tell both sides that a mandate was granted or revoked (`what`)."""
    _tell_both_sides(mandate, "mandate_changed", what)


def tell_mandate_ends(mandate: Mandate, last_day: date) -> None:
    """Tell both sides that a mandate ends by itself, before it does."""
    _tell_both_sides(mandate, "mandate_ends", "ends", {"until": last_day.isoformat()})


def _tell_both_sides(
    mandate: Mandate, template: str, what: str, values: Mapping[str, str] | None = None
) -> None:
    members = FirmMembership.objects.filter(
        firm_id=mandate.firm_id, role=FirmMembership.Role.ADMINISTRATOR
    ).select_related("person")
    told = [(person, MANDATES_PAGE) for person in _administrators(mandate.employer_id)]
    told += [(member.person, FIRMS_PAGE) for member in members]
    for person, page in told:
        post_letter(
            template=template,
            recipient=person.email,
            language=person.language,
            values={"link": _page(page), **(values or {})},
            about=Subject("mandate", str(mandate.pk)),
            key=f"mandate_{what}:{mandate.pk}:{person.pk}",
        )


def _administrators(employer_id: object) -> list[Person]:
    members = Membership.objects.filter(employer_id=str(employer_id), role=Membership.Role.ADMINISTRATOR)
    return [member.person for member in members.select_related("person")]


def _page(name: str, *arguments: object) -> str:
    return f"{settings.SOJOURN_BASE_URL}{reverse(name, args=arguments)}"
