"""One's own account: what it says of one, and leaving it for good."""

from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import record
from sojourn.parties import letters
from sojourn.parties.access import NOT_ALLOWED, acting_for_employer, acting_for_self
from sojourn.parties.events import revoke_mandate
from sojourn.parties.models import FirmMembership, Mandate, Membership, Person, Staff
from sojourn.parties.particulars import text_problem, tidy
from sojourn.parties.telephones import read_phone

# A domain that can never have a mailbox (RFC 2606): the address of an account that was left.
_NOBODY: Final = "left.invalid"


def change_account(
    *, person: Person, name: str, language: str, phone: str, notices: bool, seat: str = ""
) -> Person:
    """Correct what one's account says: name and telephone number may be empty.

    `seat`: the country in which a number without a country code is read. Raises InvalidInput with every Problem.
    """
    problems: list[Problem] = []
    name = tidy(name)
    if problem := text_problem("person_name", name, required=False):
        problems.append(problem)
    if language not in dict(settings.LANGUAGES):
        problems.append(Problem("language", "language_unknown"))
    stored = ""
    try:
        stored = read_phone(phone, seat)
    except InvalidInput as refused:
        problems += refused.problems
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic():
        account = Person.objects.select_for_update().filter(pk=person.pk, is_active=True).first()
        if account is None:
            raise NotAllowed(NOT_ALLOWED)
        said: dict[str, Any] = {
            "name": name,
            "language": language,
            "phone": stored or None,
            "notices": notices,
        }
        changed = [field for field, value in said.items() if getattr(account, field) != value]
        for field in changed:
            setattr(account, field, said[field])
        if changed:
            account.save(update_fields=changed)
            record(
                event="account_changed",
                actor=acting_for_self(account).actor,
                subject=Subject("person", str(account.pk)),
                details={"fields": ".".join(changed)},
            )
    return account


def prefer_language(*, person: Person, language: str) -> None:
    """Letters come in this language from now on. One that the service does not speak changes nothing."""
    if language not in dict(settings.LANGUAGES):
        return
    with transaction.atomic():
        chosen = Person.objects.filter(pk=person.pk, is_active=True).exclude(language=language)
        if chosen.update(language=language):
            record(
                event="account_changed",
                actor=acting_for_self(person).actor,
                subject=Subject("person", str(person.pk)),
                details={"fields": "language"},
            )


def close_account(*, person: Person) -> None:
    """Leave for good. What names the person is deleted, with every way to sign in; the row stays, as a number, for
    what was sent and decided. Mandates of an employer that nobody is left to look after are revoked.

    Whether requests are still open is for `requests.leaving` to ask before. Raises InvalidInput
    "last_administrator" or "last_firm_administrator" where others would be left without one; NotAllowed for
    somebody with a post at an institution: the institution ends that first.
    """
    with transaction.atomic():
        account = Person.objects.select_for_update().filter(pk=person.pk, is_active=True).first()
        if account is None or Staff.objects.filter(person=person, active=True).exists():
            raise NotAllowed(NOT_ALLOWED)
        for membership in Membership.objects.filter(person=account).select_for_update():
            _leave_employer(account, membership)
        for place in FirmMembership.objects.filter(person=account).select_for_update():
            _leave_firm(place)
        letters.tell_account_left(account)
        EmailAddress.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        account.join_requests.filter(decided_at=None).delete()
        account.email = f"{account.pk.hex}@{_NOBODY}"
        account.name, account.phone = "", None
        account.is_active, account.left_at = False, clock.now()
        account.set_unusable_password()
        account.save()
        record(
            event="account_left",
            actor=acting_for_self(account).actor,
            subject=Subject("person", str(account.pk)),
        )


def _leave_employer(person: Person, membership: Membership) -> None:
    others = Membership.objects.filter(employer_id=membership.employer_id).exclude(pk=membership.pk)
    administrator = Membership.Role.ADMINISTRATOR
    if membership.role == administrator and not others.filter(role=administrator).exists():
        if others.exists():
            raise InvalidInput([Problem("role", "last_administrator")])
        acting = acting_for_employer(person, membership.employer_id)
        for mandate in Mandate.objects.filter(employer_id=membership.employer_id, revoked_at=None):
            revoke_mandate(acting=acting, mandate_id=mandate.pk)
    membership.delete()


def _leave_firm(place: FirmMembership) -> None:
    others = FirmMembership.objects.filter(firm_id=place.firm_id).exclude(pk=place.pk)
    administrator = FirmMembership.Role.ADMINISTRATOR
    alone = not others.filter(role=administrator).exists()
    if place.role == administrator and alone and others.exists():
        raise InvalidInput([Problem("role", "last_firm_administrator")])
    place.delete()
