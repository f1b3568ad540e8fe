"""Keys with which a program asks for an employer: made and revoked by its administrators, shown once, kept hashed.

A key acts in the name of whoever made it, and never may more than that person may today: when the person leaves the
employer, the key opens nothing any more.
"""

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import Capacity, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import record
from sojourn.parties.access import NOT_ALLOWED, acting_for_employer, confirm, locked_employer
from sojourn.parties.acting import ActingAs
from sojourn.parties.key_models import ApiKey
from sojourn.parties.particulars import text_problem, tidy

READ, REQUEST = "read", "request"
REGISTER_READ, REGISTER, DIRECTORY = "register_read", "register", "directory"
SCOPES: Final = (READ, REQUEST, REGISTER_READ, REGISTER, DIRECTORY)
LONGEST_LIFE: Final = timedelta(days=366)
_USED_EVERY: Final = timedelta(minutes=1)
_FORM: Final = re.compile(r"sjk_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as the administrators of its employer see it."""

    id: UUID
    scopes: tuple[str, ...]
    made_at: datetime
    expires_on: date
    last_used_at: datetime | None
    state: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyInUse:
    """The capacity that a key gives, and what may be done with it."""

    id: UUID
    acting: ActingAs
    scopes: tuple[str, ...]


def make_api_key(*, acting: ActingAs, name: str, scopes: Collection[str], expires_on: date, key: UUID) -> str:
    """Make a key and give it: this is the only time that anybody sees it.

    Raises NotAllowed except for administrators; InvalidInput for its name, scopes or last day; WrongState
    "pressed_twice" for the same form again.
    """
    now = clock.today()
    problems = [p for p in [text_problem("name", tidy(name))] if p]
    if not scopes or not set(scopes) <= set(SCOPES):
        problems.append(Problem("scopes", "scopes_missing"))
    if not now <= expires_on <= now + LONGEST_LIFE:
        problems.append(Problem("expires_on", "expires_range", {"latest": now + LONGEST_LIFE}))
    if problems:
        raise InvalidInput(problems)
    secret = f"sjk_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        employer = locked_employer(acting)
        made = ApiKey(
            employer=employer,
            made_by_id=acting.person_id,
            name=tidy(name),
            scopes=[scope for scope in SCOPES if scope in scopes],
            secret_digest=_digest(secret),
            expires_on=expires_on,
            creation_key=key,
        )
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise WrongState("pressed_twice") from None
        record(
            event="api_key_made",
            actor=acting.actor,
            subject=Subject("employer", str(employer.pk)),
            details={"api_key": str(made.pk), "scopes": "+".join(made.scopes)},
        )
    return secret


def revoke_api_key(*, acting: ActingAs, key_id: UUID) -> None:
    """Make a key worthless at once. Again changes nothing. Raises NotAllowed except for administrators."""
    with transaction.atomic():
        employer = locked_employer(acting)
        found = ApiKey.objects.filter(employer=employer, pk=key_id).first()
        if found is None:
            raise NotAllowed(NOT_ALLOWED)
        if found.revoked_at is not None:
            return
        found.revoked_at = clock.now()
        found.save(update_fields=["revoked_at"])
        record(
            event="api_key_revoked",
            actor=acting.actor,
            subject=Subject("employer", str(employer.pk)),
            details={"api_key": str(found.pk)},
        )


def api_keys_of(acting: ActingAs) -> list[KeyView]:
    """The employer's keys, newest first. Raises NotAllowed except for its administrators."""
    if acting.employer_id is None or not confirm(acting).may_administer:
        raise NotAllowed(NOT_ALLOWED)
    keys = ApiKey.objects.filter(employer_id=acting.employer_id).order_by("-made_at", "id")
    return [
        KeyView(
            each.pk,
            tuple(each.scopes),
            each.made_at,
            each.expires_on,
            each.last_used_at,
            _state(each),
            each.name,
        )
        for each in keys
    ]


def looks_like_key(text: str) -> bool:
    """Whether this could be a key at all: nothing is looked up for what cannot be one."""
    return _FORM.fullmatch(text) is not None


def use_api_key(secret: str) -> KeyInUse:
    """The capacity of a key that is in force. Raises NotAllowed for any other, without telling why."""
    if not looks_like_key(secret):
        raise NotAllowed(NOT_ALLOWED)
    found = ApiKey.objects.select_related("made_by").filter(secret_digest=_digest(secret)).first()
    if found is None or _state(found) != "in_force" or not found.made_by.is_active:
        raise NotAllowed(NOT_ALLOWED)
    acting = acting_for_employer(found.made_by, found.employer_id)
    if acting.actor.capacity is not Capacity.EMPLOYER:
        raise NotAllowed(NOT_ALLOWED)
    now = clock.now()
    if found.last_used_at is None or now - found.last_used_at >= _USED_EVERY:
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=now)
    return KeyInUse(found.pk, acting, tuple(found.scopes))


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "ended" if key.expires_on < clock.today() else "in_force"


def _digest(secret: str) -> str:
    # The secret has 256 random bits: nobody can guess it, so a slow hash would only slow the service down.
    return hashlib.sha256(secret.encode()).hexdigest()
