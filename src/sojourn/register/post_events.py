"""Who is given a post in the register: assistants, auditors, and travellers for their own trips."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.parties.particulars import checked_email
from sojourn.register.access import address_index, confirm_seat
from sojourn.register.models import Post, PostTraveller, Traveller
from sojourn.register.seats import Seat

LONGEST_AUDIT: Final = timedelta(days=366)
MOST_NAMED: Final = 500


def give_post(
    *,
    seat: Seat,
    email: str,
    role: str,
    travellers: Collection[UUID] = (),
    until: date | None = None,
    key: UUID,
) -> Post:
    """Give somebody a post, found by the address with which they sign in. The same key again gives the same post.

    An assistant looks after the `travellers` named, a traveller is one of them, an auditor reads everything `until` a
    day. Raises NotAllowed except for administrators of the employer; InvalidInput for an address that is none or has a
    post already, for travellers that are not in the register, or an auditor's last day that is out of range.
    """
    seat = _administrator(seat)
    address, today = checked_email(email), clock.today()
    problems = []
    if role not in Post.Role.values:
        problems.append(Problem("role", "role_unknown"))
    if role == Post.Role.AUDITOR and (until is None or not today <= until <= today + LONGEST_AUDIT):
        problems.append(Problem("until", "auditor_until"))
    if role == Post.Role.TRAVELLER and len(travellers) != 1:
        problems.append(Problem("travellers", "one_traveller"))
    if role == Post.Role.ASSISTANT and not 0 < len(travellers) <= MOST_NAMED:
        problems.append(Problem("travellers", "travellers_missing"))
    if problems:
        raise InvalidInput(problems)
    with together():
        made = Post.objects.filter(creation_key=key).first()
        if made is not None:
            if made.employer_id != seat.employer_id:
                raise NotAllowed(NOT_ALLOWED)
            return made
        named = [] if role == Post.Role.AUDITOR else _named(seat, travellers)
        post = Post(
            employer_id=seat.employer_id,
            creation_key=key,
            role=role,
            email=address,
            email_index=address_index(address),
            until=until,
            given_by_id=seat.person_id,
        )
        try:
            with transaction.atomic():
                post.save(force_insert=True)
        except IntegrityError:
            raise InvalidInput([Problem("email", "post_exists")]) from None
        PostTraveller.objects.bulk_create(PostTraveller(post=post, traveller_id=pk) for pk in named)
        _line("register.post_given", seat, post, {"role": role, "travellers": len(named)})
    return post


def end_post(*, seat: Seat, post_id: UUID) -> None:
    """End a post at once. Again changes nothing. Raises NotAllowed except for administrators of the employer."""
    seat = _administrator(seat)
    with together():
        post = Post.objects.select_for_update().filter(pk=post_id, employer_id=seat.employer_id).first()
        if post is None:
            raise NotAllowed(NOT_ALLOWED)
        if post.ended_at is None:
            post.ended_at = clock.now()
            post.save(update_fields=["ended_at"])
            _line("register.post_ended", seat, post, {"role": post.role})


def posts_of(seat: Seat) -> list[Post]:
    """The posts that were given and have not been ended, with whom they name. Raises NotAllowed as `give_post`."""
    seat = _administrator(seat)
    rows = Post.objects.filter(employer_id=seat.employer_id, ended_at__isnull=True)
    return list(rows.prefetch_related("named__traveller").order_by("given_at", "pk"))


def _administrator(seat: Seat) -> Seat:
    now = confirm_seat(seat)
    if not now.may_give_posts:
        raise NotAllowed(NOT_ALLOWED)
    return now


def _named(seat: Seat, travellers: Collection[UUID]) -> list[UUID]:
    found = Traveller.objects.for_actor(seat).filter(pk__in=travellers).values_list("pk", flat=True)
    known = list(found)
    if len(known) != len(set(travellers)):
        raise InvalidInput([Problem("travellers", "traveller_unknown")])
    return known


def _line(event: str, seat: Seat, post: Post, details: dict[str, str | int]) -> None:
    record(event=event, actor=seat.actor, subject=Subject("register_post", str(post.pk)), details={**details})
