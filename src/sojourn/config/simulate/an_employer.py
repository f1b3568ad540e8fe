"""The employer to which a simulated register belongs, with its administrator."""

from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth import get_user_model

from sojourn.core.actors import SYSTEM
from sojourn.parties.events import create_employer, open_account
from sojourn.register.access import seat_of_acting
from sojourn.register.seats import Seat
from sojourn.register.trip_events import say_usual


def simulated_seat(seed: int) -> Seat:
    """The seat of its administrator; made when it is not there, with the usual facts said."""
    email = f"register{seed}@simulated.example"
    person = get_user_model().objects.filter(email=email).first() or open_account(
        actor=SYSTEM, email=email, name="Register Administrator"
    )
    particulars = {"name": f"Mill Road Engines {seed} Inc.", "street": "5 Mill Road", "postcode": "50309"}
    acting = create_employer(
        person=person,
        seat="US",
        kind="private",
        particulars={**particulars, "city": "Des Moines", "state": "", "ein": ""},
        key=uuid5(NAMESPACE_URL, f"sojourn-register-employer:{seed}"),
    )
    seat = seat_of_acting(acting)
    say_usual(seat=seat, typed={"question.for_whom": "customer"})
    return seat
