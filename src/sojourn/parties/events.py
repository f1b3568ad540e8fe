"""What happens to employers, firms, mandates, posts and accounts: one transaction and one journal line each.

What happens among the people of an employer stands in `people_events`.
"""

import secrets
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import record
from sojourn.parties import letters, second_factor
from sojourn.parties.access import (
    NOT_ALLOWED,
    acting_for_employer,
    acting_for_self,
    locked_employer,
    staff_of,
)
from sojourn.parties.acting import REQUEST_KINDS, ActingAs
from sojourn.parties.mandate_terms import limit_problems, mandate_problems
from sojourn.parties.models import Employer, Firm, FirmMembership, Mandate, Membership, Person, Staff
from sojourn.parties.particulars import (
    checked_email,
    ein_index,
    normal_firm_code,
    read_employer,
    text_problem,
    tidy,
)

# Without letters and digits that are mistaken for one another when read out on the telephone.
_CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def create_employer(
    *, person: Person, seat: str, kind: str, particulars: Mapping[str, object], key: UUID
) -> ActingAs:
    """Enter an employer; the person becomes its administrator. Gives the capacity to act for it.

    `key` comes from the form: the same key again gives the same employer. Raises InvalidInput with every
    Problem; "employer_exists" when the number belongs to an employer that is here already.
    """
    checked = read_employer(seat, kind, particulars)
    index = ein_index(checked.ein)
    with transaction.atomic():
        existing = Employer.objects.filter(creation_key=key).first()
        if existing is None:
            existing = _insert_employer(person, seat, kind, checked.as_dict(), index, key)
        elif existing.created_by_id != person.pk:
            raise NotAllowed(NOT_ALLOWED)
    return acting_for_employer(person, existing.pk)


def _insert_employer(
    person: Person, seat: str, kind: str, particulars: dict[str, str], index: str, key: UUID
) -> Employer:
    """Insert employer and administrator, unless the number or the key is taken by then."""
    try:
        with transaction.atomic():
            employer = Employer.objects.create(
                seat=seat,
                kind=kind,
                particulars=particulars,
                ein_index=index,
                created_by=person,
                creation_key=key,
            )
            role = Membership.Role.ADMINISTRATOR
            Membership.objects.create(person=person, employer=employer, role=role)
    except IntegrityError:
        # Another press of the same button came first, or another employer has the number.
        twin = Employer.objects.filter(creation_key=key, created_by=person).first()
        if twin is not None:
            return twin
        if index and Employer.objects.filter(seat=seat, ein_index=index).exists():
            raise InvalidInput([Problem("ein", "employer_exists")]) from None
        raise
    actor = Actor(Capacity.EMPLOYER, person_id=str(person.pk), party_id=str(employer.pk))
    record(event="employer_created", actor=actor, subject=Subject("employer", str(employer.pk)))
    return employer


def change_employer_particulars(*, acting: ActingAs, kind: str, particulars: Mapping[str, object]) -> None:
    """Correct name, address, number or kind of one's employer; its seat stays. Requests keep what they were
    sent with.

    Raises NotAllowed except for its administrators, InvalidInput with every Problem.
    """
    with transaction.atomic():
        employer = locked_employer(acting)
        checked = read_employer(employer.seat, kind, particulars)
        before = dict(employer.particulars)
        after = checked.as_dict()
        employer.kind, employer.particulars = kind, after
        employer.ein_index = ein_index(checked.ein)
        try:
            with transaction.atomic():
                employer.save(update_fields=["kind", "particulars", "ein_index"])
        except IntegrityError:
            raise InvalidInput([Problem("ein", "employer_exists")]) from None
        changed = ".".join(field for field in after if before.get(field) != after[field])
        record(
            event="employer_changed",
            actor=acting.actor,
            subject=Subject("employer", str(employer.pk)),
            details={"fields": changed or None},
        )


def create_firm(*, person: Person, name: str, key: UUID) -> UUID:
    """Enter a firm that acts for employers; the person becomes its administrator. Gives the firm's id.

    The same key again gives the same firm. Raises InvalidInput when the name is missing or cannot be printed.
    """
    name = tidy(name)
    problem = text_problem("name", name)
    if problem:
        raise InvalidInput([problem])
    with transaction.atomic():
        firm, made = Firm.objects.get_or_create(
            creation_key=key,
            defaults={"code": _firm_code(), "particulars": {"name": name}, "created_by": person},
        )
        if firm.created_by_id != person.pk:
            raise NotAllowed(NOT_ALLOWED)
        if made:
            role = FirmMembership.Role.ADMINISTRATOR
            FirmMembership.objects.create(person=person, firm=firm, role=role)
            actor = acting_for_self(person).actor
            record(event="firm_created", actor=actor, subject=Subject("firm", str(firm.pk)))
    return firm.pk


def grant_mandate(
    *,
    acting: ActingAs,
    firm_code: str,
    kinds: Collection[str] = REQUEST_KINDS,
    countries: Collection[str] = (),
    people: Collection[str] = (),
    may_send: bool = True,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> UUID:
    """Let a firm act for one's employer. Gives the mandate's id; the same grant again gives the same mandate.

    `countries`: of work, by their codes; none: all. `people`: the addresses of those of the firm who may act; none:
    everybody there. Raises NotAllowed except for the employer's administrators; InvalidInput when the firm's code
    is unknown, no kind is chosen, a country or an address is none, the days do not fit, or the firm has a standing
    mandate with other terms.
    """
    begins = valid_from or clock.today()
    with transaction.atomic():
        employer = locked_employer(acting)
        firm = Firm.objects.filter(code=normal_firm_code(firm_code)).first()
        problems = mandate_problems(firm_code, firm, kinds, begins, valid_until)
        problems += limit_problems(countries, people)
        if firm is None or problems:
            raise InvalidInput(problems)
        granted = [kind for kind in REQUEST_KINDS if kind in kinds]
        terms: dict[str, Any] = {
            "kinds": granted,
            "countries": sorted(set(countries)),
            "people": sorted({checked_email(each) for each in people}) or None,
            "may_send": may_send,
            "valid_from": begins,
            "valid_until": valid_until,
        }
        if (same := _standing_mandate(firm, employer, terms)) is not None:
            return same
        mandate = Mandate.objects.create(
            firm=firm, employer=employer, granted_by_id=acting.person_id, **terms
        )
        letters.tell_mandate_changed(mandate, "granted")
        record(
            event="mandate_granted",
            actor=acting.actor,
            subject=Subject("mandate", str(mandate.pk)),
            details={
                "firm": str(firm.pk),
                "may_send": may_send,
                "kinds": ".".join(granted),
                "countries": len(terms["countries"]),
                "people": len(terms["people"] or ()),
            },
        )
    return mandate.pk


def _standing_mandate(firm: Firm, employer: Employer, terms: dict[str, Any]) -> UUID | None:
    """The id of the firm's standing mandate with the same terms; None where there is room for a new one.

    Raises InvalidInput "mandate_exists" for one with other terms.
    """
    standing = Mandate.objects.filter(firm=firm, employer=employer, revoked_at__isnull=True).first()
    if standing is None:
        return None
    if standing.valid_until and standing.valid_until < clock.today():
        # It has ended by itself; closing it makes room for the next one.
        standing.revoked_at = clock.now()
        standing.save(update_fields=["revoked_at"])
        return None
    if all(getattr(standing, field) == value for field, value in terms.items()):
        return standing.pk
    raise InvalidInput([Problem("firm_code", "mandate_exists")])


def revoke_mandate(*, acting: ActingAs, mandate_id: UUID) -> None:
    """End a mandate at once. Revoking again changes nothing. Raises NotAllowed except for administrators."""
    with transaction.atomic():
        locked_employer(acting)
        mandates = Mandate.objects.for_actor(acting.actor).select_for_update()
        mandate = mandates.filter(pk=mandate_id).first()
        if mandate is None:
            raise NotAllowed(NOT_ALLOWED)
        if mandate.revoked_at is not None:
            return
        mandate.revoked_at = clock.now()
        mandate.save(update_fields=["revoked_at"])
        letters.tell_mandate_changed(mandate, "revoked")
        record(event="mandate_revoked", actor=acting.actor, subject=Subject("mandate", str(mandate.pk)))


def appoint_staff(*, actor: Actor, person: Person, institution_id: str, role: str) -> ActingAs:
    """Give a person a post at an institution, or another role there. Gives the capacity.

    Allowed to the service itself (SYSTEM) and to active administrators of the same institution; others
    NotAllowed. Raises InvalidInput("last_administrator") when nobody would be left to administer.
    """
    if role not in Staff.Role.values:
        raise InvalidInput([Problem("role", "role_unknown")])
    with transaction.atomic():
        _may_staff(actor, institution_id)
        if role != Staff.Role.ADMINISTRATOR:
            keep_an_administrator(actor, person.pk, institution_id)
        post, _ = Staff.objects.update_or_create(
            person=person, institution_id=institution_id, defaults={"role": role, "active": True}
        )
        record(
            event="staff_appointed",
            actor=actor,
            subject=Subject("staff", str(post.pk)),
            details={"institution": institution_id, "role": role},
        )
    return staff_of(person, institution_id)


def dismiss_staff(*, actor: Actor, person: Person, institution_id: str) -> None:
    """End a person's post; what they did stays. Raises as `appoint_staff`. Again changes nothing."""
    with transaction.atomic():
        _may_staff(actor, institution_id)
        post = Staff.objects.select_for_update().filter(person=person, institution_id=institution_id).first()
        if post is None or not post.active:
            return
        keep_an_administrator(actor, person.pk, institution_id)
        post.active = False
        post.save(update_fields=["active"])
        record(
            event="staff_dismissed",
            actor=actor,
            subject=Subject("staff", str(post.pk)),
            details={"institution": institution_id},
        )


def open_account(*, actor: Actor, email: str, name: str = "", password: str | None = None) -> Person:
    """Make an account whose address is taken as confirmed: for commands that set up an institution or the
    demo.

    An account with this address is given back as it is. Raises NotAllowed for everybody but the service
    itself; InvalidInput for an address that is none. A password that is too weak is refused like on the
    page.
    """
    if actor.capacity is not Capacity.SYSTEM:
        raise NotAllowed(NOT_ALLOWED)
    address = checked_email(email)
    with transaction.atomic():
        person = Person.objects.filter(email=address).first()
        if person is not None:
            return person
        if password is not None:
            try:
                validate_password(password)
            except ValidationError:
                raise InvalidInput([Problem("password", "password_weak")]) from None
        person = Person.objects.create_user(address, password, name=tidy(name))
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
        record(event="account_opened", actor=actor, subject=Subject("person", str(person.pk)))
    return person


def give_code_app(*, actor: Actor, person: Person, secret: str) -> None:
    """Set up a code app with a known secret (base 32), for the demo and for commands.

    The service itself only.
    """
    if actor.capacity is not Capacity.SYSTEM:
        raise NotAllowed(NOT_ALLOWED)
    with transaction.atomic():
        second_factor.set_up_code_app(person, secret)
        record(event="second_factor_set_up", actor=actor, subject=Subject("person", str(person.pk)))


def keep_an_administrator(actor: Actor, person_id: UUID, institution_id: str) -> None:
    """Raises InvalidInput("last_administrator") where this person alone administers; the service itself may."""
    if actor.capacity is Capacity.SYSTEM:
        return
    posts = Staff.objects.select_for_update().filter(institution_id=institution_id, active=True)
    administrators = [post.person_id for post in posts if post.role == Staff.Role.ADMINISTRATOR]
    if administrators == [person_id]:
        raise InvalidInput([Problem("role", "last_administrator")])


def _firm_code() -> str:
    return normal_firm_code("".join(secrets.choice(_CODE_ALPHABET) for _ in range(8)))


def _may_staff(actor: Actor, institution_id: str) -> None:
    """Raises NotAllowed unless the service itself, or an administrator of this institution, acts."""
    if actor.capacity is Capacity.SYSTEM:
        return
    if actor.capacity is not Capacity.STAFF or actor.party_id != institution_id or not actor.person_id:
        raise NotAllowed(NOT_ALLOWED)
    posts = Staff.objects.filter(person_id=actor.person_id, institution_id=institution_id, active=True)
    if not posts.filter(role=Staff.Role.ADMINISTRATOR).exists():
        raise NotAllowed(NOT_ALLOWED)
