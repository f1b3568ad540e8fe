"""Who may see which register and what in it: gives the thing or raises NotAllowed, which tells nothing."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED, Person, acting_as, capacities_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.for_register import active_person, employer_view
from sojourn.register.models import (
    Assignment,
    AssignmentQuerySet,
    HealthPolicy,
    Post,
    Traveller,
    TravellerQuerySet,
)
from sojourn.register.seats import Role, Seat
from sojourn.vault.blind import blind_index

__all__ = [
    "Assignment",
    "HealthPolicy",
    "Traveller",
    "address_index",
    "confirm_seat",
    "locked_traveller",
    "locked_trip",
    "require_change",
    "require_manage",
    "seat_of_acting",
    "seats_of",
    "traveller_for",
    "travellers_for",
    "trip_for",
    "trips_for",
]

_ROLES: Final = {"administrator": Role.ADMINISTRATOR, "requester": Role.MANAGER, "viewer": Role.VIEWER}
_CAPACITIES: Final = frozenset({Capacity.EMPLOYER, Capacity.REPRESENTATIVE})
_POST: Final = "register:"
_NOBODY: Final = UUID(int=0)


def seats_of(person: Person) -> list[Seat]:
    """Every register in which the person has a place today: as one of the employer's people, under a mandate, or by a
    post in the register alone. Where somebody has both, the post gives nothing more and is left out."""
    through = [seat_of_acting(each) for each in capacities_of(person) if each.actor.capacity in _CAPACITIES]
    already = {seat.employer_id for seat in through}
    posts = _posts_in_force(person).order_by("given_at")
    return [*through, *(_by_post(person, post) for post in posts if post.employer_id not in already)]


def seat_of_acting(acting: ActingAs) -> Seat:
    """The seat of one of the employer's people, or under a mandate. Raises NotAllowed for any other capacity."""
    if acting.employer_id is None or acting.actor.capacity not in _CAPACITIES:
        raise NotAllowed(NOT_ALLOWED)
    member = acting.actor.capacity is Capacity.EMPLOYER
    if not member and not acting.may_request("first"):
        raise NotAllowed(NOT_ALLOWED)
    return Seat(
        role=_ROLES[acting.role] if member else Role.REPRESENTATIVE,
        employer_id=acting.employer_id,
        person_id=acting.person_id,
        actor=acting.actor,
        token=acting.token,
        acting=acting,
        until=acting.until,
        label=acting.label,
    )


def confirm_seat(seat: Seat) -> Seat:
    """The same seat read again, so that an event never trusts what a page was given earlier. Raises NotAllowed."""
    person = active_person(seat.person_id)
    if person is None:
        raise NotAllowed(NOT_ALLOWED)
    if seat.token.startswith(_POST):
        post = _posts_in_force(person).filter(pk=seat.post_id or _NOBODY).first()
        if post is None:
            raise NotAllowed(NOT_ALLOWED)
        return _by_post(person, post)
    return seat_of_acting(acting_as(person, seat.token))


def require_change(seat: Seat) -> Seat:
    """The seat as it stands now, if trips in sight may be changed from it. Raises NotAllowed."""
    now = confirm_seat(seat)
    if not now.may_change:
        raise NotAllowed(NOT_ALLOWED)
    return now


def require_manage(seat: Seat) -> Seat:
    """The seat as it stands now, if the register as a whole may be changed from it. Raises NotAllowed."""
    now = confirm_seat(seat)
    if not now.may_manage:
        raise NotAllowed(NOT_ALLOWED)
    return now


def travellers_for(seat: Seat) -> TravellerQuerySet:
    """The travellers in sight, last changed first."""
    return Traveller.objects.for_actor(confirm_seat(seat)).order_by("-changed_at", "id")


def traveller_for(seat: Seat, traveller_id: UUID) -> Traveller:
    """One of them. Raises NotAllowed for any other."""
    return _found(Traveller.objects.for_actor(confirm_seat(seat)).filter(pk=traveller_id).first())


def trips_for(seat: Seat) -> AssignmentQuerySet:
    """The trips in sight, first begun first."""
    return Assignment.objects.for_actor(confirm_seat(seat)).order_by("start", "id")


def trip_for(seat: Seat, trip_id: UUID) -> Assignment:
    """One of them, with its traveller. Raises NotAllowed for any other."""
    return _found(trips_for(seat).select_related("traveller").filter(pk=trip_id).first())


def locked_traveller(seat: Seat, traveller_id: UUID) -> Traveller:
    """A traveller in sight of `seat` (confirmed by the caller), locked until commit. Raises NotAllowed."""
    rows = Traveller.objects.for_actor(seat).select_for_update(of=("self",))
    return _found(rows.filter(pk=traveller_id).first())


def locked_trip(seat: Seat, trip_id: UUID) -> Assignment:
    """A trip in sight of `seat` (confirmed by the caller), locked until commit, its traveller first.

    Travellers are locked before trips everywhere. Raises NotAllowed.
    """
    row = _found(Assignment.objects.for_actor(seat).filter(pk=trip_id).only("traveller_id").first())
    Traveller.objects.select_for_update(of=("self",)).get(pk=row.traveller_id)
    rows = Assignment.objects.for_actor(seat).select_for_update(of=("self",)).select_related("traveller")
    return _found(rows.filter(pk=trip_id).first())


def address_index(email: str) -> str:
    """The blind index of an e-mail address, by which a post finds its person."""
    return blind_index("register.post_email", email.strip().lower())


def _found[Thing](thing: Thing | None) -> Thing:
    if thing is None:
        raise NotAllowed(NOT_ALLOWED)
    return thing


def _posts_in_force(person: Person) -> QuerySet[Post]:
    in_time = Q(until__isnull=True) | Q(until__gte=clock.today())
    return Post.objects.filter(in_time, email_index=address_index(person.email), ended_at__isnull=True)


def _by_post(person: Person, post: Post) -> Seat:
    return Seat(
        role=Role(post.role),
        employer_id=post.employer_id,
        person_id=person.pk,
        actor=Actor(Capacity.REGISTER, person_id=str(person.pk), party_id=str(post.employer_id)),
        token=f"{_POST}{post.pk}",
        post_id=post.pk,
        until=post.until,
        label=employer_view(post.employer_id).particulars["name"],
    )
