"""What came after two certificates of the demonstration: one goes on longer, the other is to go on beyond the law.

Running it again changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sojourn.casework.afterwards import HeldCertificate, begin_about_certificate, held_certificate
from sojourn.casework.events import hand_in_and_take_up
from sojourn.config.demo.cases import Told
from sojourn.config.demo.seed import CLERK
from sojourn.core.errors import NotAllowed
from sojourn.core.periods import last_day_of, next_day
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.access import ActingAs, Person, capacities_of
from sojourn.requests.law import determination_of, the_law
from sojourn.requests.prospects import Outlook, outlook

_LONGER_MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class _Held:
    """A certificate of the clerk, with what the law leaves open beyond it."""

    acting: ActingAs
    held: HeldCertificate
    end: date
    open: Outlook


def seed_afterwards(told: Iterable[Told]) -> None:
    """Extend the first certificate that the law lets go on, and ask for more than the law gives with the next one."""
    extended = asked = False
    for each in _of_clerk(told):
        longer = last_day_of(next_day(each.end), _LONGER_MONTHS)
        limit = each.open.limit
        if not extended and limit is not None and longer <= limit:
            _extend(each, longer, "extended")
            extended = True
        elif not asked and limit is not None and each.open.consent and limit > each.end:
            beyond = last_day_of(next_day(limit), _LONGER_MONTHS)
            if each.open.cap is None or beyond <= each.open.cap:
                _extend(each, beyond, "asked")
                asked = True
        if extended and asked:
            return


def _of_clerk(told: Iterable[Told]) -> Iterator[_Held]:
    clerk = Person.objects.get(email=CLERK)
    capacities = [each for each in capacities_of(clerk) if each.employer_id is not None]
    for one in told:
        for acting in capacities if one.certificate else ():
            try:
                held = held_certificate(acting, one.certificate)
            except NotAllowed:
                continue
            answers = held.request.answers
            determination = determination_of(answers, load_facts())
            if determination is not None and held.certificate.period_end is not None:
                found = outlook(determination, answers.home, answers.end, the_law())
                yield _Held(acting, held, held.certificate.period_end, found)


def _extend(each: _Held, until: date, name: str) -> None:
    """Ask for the extension, once: what was begun before is not begun again."""
    number = each.held.certificate.number
    if each.held.about or not each.held.is_valid:
        return
    draft = begin_about_certificate(
        acting=each.acting,
        number=number,
        kind="extension",
        key=_key(f"{name}:{number}"),
        answers={
            "activities[0].end": until.isoformat(),
            "question.extension_reason": "not_finished",
            "question.both_agree": "yes",
        },
    )
    hand_in_and_take_up(acting=each.acting, request_id=draft.pk, key=f"demo:{draft.pk}", declared=True)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"sojourn-demo:afterwards:{name}")
