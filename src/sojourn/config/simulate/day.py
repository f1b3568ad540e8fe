"""A working day: mixed requests of several employers, handed in as the pages hand them in."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth import get_user_model

from sojourn.casework.afterwards import begin_about_certificate, begin_exception, held_certificate
from sojourn.casework.events import hand_in_and_take_up
from sojourn.casework.waiting import hosted_countries
from sojourn.config.simulate.people import HOMES, People, Worker
from sojourn.config.simulate.recipes import DAY, FOLLOWING, Stay, answers_of, change_of, drawn_stay, wish_of
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, SojournError
from sojourn.parties.access import Person, acting_for_self
from sojourn.parties.acting import ActingAs
from sojourn.parties.events import create_employer, open_account
from sojourn.requests.access import Request
from sojourn.requests.events import acknowledge, save_answers, start_request
from sojourn.requests.interview import standing

EMPLOYERS: Final = 6


@dataclass(frozen=True, slots=True)
class Simulated:
    """One request of the day. `certificate` is None where an officer has to look, or nothing is decided yet."""

    kind: str
    reference: str
    home: str
    host: str
    certificate: str | None


@dataclass(frozen=True, slots=True)
class _Asked:
    acting: ActingAs
    worker: Worker
    stay: Stay
    request: Request
    certificate: str | None

    @property
    def can_be_followed(self) -> bool:
        """Whether it is an employer's own first request, and a certificate was issued for it."""
        return self.request.kind == "first" and bool(self.certificate and self.acting.employer_id)


class SimulationStuck(Exception):
    """What was drawn cannot be handed in. Names codes, no particulars."""


def kinds_of_day(cases: int) -> list[str]:
    """The kinds of so many requests, in the proportions of a day; what follows something comes after it."""
    whole = sum(DAY.values())
    exact = {kind: cases * share / whole for kind, share in DAY.items()}
    counts = {kind: int(each) for kind, each in exact.items()}
    by_rest = sorted(DAY, key=lambda kind: counts[kind] - exact[kind])
    for kind in by_rest[: cases - sum(counts.values())]:
        counts[kind] += 1
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    return sorted(kinds, key=lambda kind: kind in FOLLOWING)


class Day:
    """The requests of one day, one after the other. The same seed on the same day asks for the same again."""

    def __init__(self, seed: int) -> None:
        self._today = clock.today()
        self._name = f"sojourn-simulate:{seed}:{self._today}"
        self._chance = random.Random(self._name)  # noqa: S311  the same each time, on purpose
        self._people = People(self._chance)
        hosted = hosted_countries()
        self._homes = [home for home in HOMES if home in hosted] or [HOMES[0]]
        self._employers = self._make_employers()
        self._asked: list[_Asked] = []
        self._count = 0
        self._alike: tuple[ActingAs, Stay] | None = None

    def run(self, cases: int) -> list[Simulated]:
        """Hand in so many. Raises SimulationStuck where what was drawn cannot be handed in."""
        kinds = kinds_of_day(cases)
        first = [kind for kind in kinds if kind not in FOLLOWING]
        self._chance.shuffle(first)
        return [self._one(kind) for kind in [*first, *kinds[len(first) :]]]

    def _one(self, kind: str) -> Simulated:
        self._count += 1
        try:
            asked = self._following(kind) if kind in FOLLOWING else self._first(kind)
        except SojournError as error:
            codes = (
                [each.code for each in error.problems] if isinstance(error, InvalidInput) else [error.code]
            )
            raise SimulationStuck(f"Request {self._count} of the day ({kind}): {', '.join(codes)}") from None
        self._asked.append(asked)
        reference = asked.request.reference or ""
        return Simulated(kind, reference, asked.worker.home, asked.stay.host, asked.certificate)

    def _first(self, kind: str) -> _Asked:
        acting, worker, stay = self._who(kind)
        draft = self._draft(acting, answers_of(worker, stay, kind, self._today))
        if kind == "over_limit":
            draft = begin_exception(acting=acting, request_id=draft.pk, key=self._key("wish"))
            draft = self._answered(acting, draft, wish_of(worker))
        return self._handed_in(acting, worker, stay, draft)

    def _following(self, kind: str) -> _Asked:
        """About something that was asked for before today's end: each time about something else."""
        issued = [each for each in self._asked if each.can_be_followed]
        if not issued:
            raise SimulationStuck(f"Nothing was issued that a request of the kind {kind} could follow.")
        before = self._chance.choice(issued)
        self._asked.remove(before)
        if kind == "duplicate":
            answers = answers_of(before.worker, before.stay, "clear", self._today)
            return self._handed_in(
                before.acting, before.worker, before.stay, self._draft(before.acting, answers)
            )
        draft = self._about(before, kind)
        return self._handed_in(before.acting, before.worker, before.stay, draft)

    def _about(self, before: _Asked, kind: str) -> Request:
        """The request about what was issued; the same again where the day was simulated before."""
        number = before.certificate or ""
        about = held_certificate(before.acting, number).about
        return next((each for each in about if each.kind == kind), None) or begin_about_certificate(
            acting=before.acting,
            number=number,
            kind=kind,
            key=self._key(kind),
            answers=change_of(kind, before.worker, before.stay),
        )

    def _who(self, kind: str) -> tuple[ActingAs, Worker, Stay]:
        """Who asks for whom, and for which stay; all that are alike are of one employer and for one stay."""
        home = self._chance.choice(self._homes) if kind == "clear" else self._homes[0]
        worker = self._people.worker(home)
        acting = self._chance.choice(self._employers[home])
        stay = drawn_stay(self._chance, home, kind, self._today)
        if kind == "self_employed":
            acting = acting_for_self(self._person(f"self-{self._count}"))
        if kind == "alike":
            self._alike = acting, stay = self._alike or (acting, stay)
        return acting, worker, stay

    def _draft(self, acting: ActingAs, answers: Mapping[str, Any]) -> Request:
        kind = "employer" if acting.employer_id else "self_employed"
        draft = start_request(acting=acting, applicant_kind=kind, key=self._key("draft"))
        return self._answered(acting, draft, answers)

    def _answered(self, acting: ActingAs, draft: Request, answers: Mapping[str, Any]) -> Request:
        if draft.handed_in_at is not None:
            return draft
        return save_answers(acting=acting, request_id=draft.pk, answers=answers).request

    def _handed_in(self, acting: ActingAs, worker: Worker, stay: Stay, draft: Request) -> _Asked:
        if draft.handed_in_at is None:
            for finding in standing(draft).findings:
                if not finding.hinders:
                    acknowledge(
                        acting=acting,
                        request_id=draft.pk,
                        fingerprint=finding.fingerprint,
                        reason="It is as stated.",
                    )
        taken = hand_in_and_take_up(
            acting=acting, request_id=draft.pk, key=f"simulate:{draft.pk}", declared=True
        )
        draft.refresh_from_db()
        return _Asked(acting, worker, stay, draft, taken.certificate_number if taken else None)

    def _make_employers(self) -> dict[str, list[ActingAs]]:
        """Several employers at the first home, one at each of the others."""
        made: dict[str, list[ActingAs]] = {}
        for home in self._homes:
            made[home] = [
                self._employer(home, number) for number in range(1, EMPLOYERS + 1 if not made else 2)
            ]
        return made

    def _employer(self, home: str, number: int) -> ActingAs:
        name = f"employer:{home}:{number}"
        return create_employer(
            person=self._person(name),
            seat=home,
            kind="private",
            particulars=self._people.employer(home, number),
            key=uuid5(NAMESPACE_URL, f"{self._name}:{name}"),
        )

    def _person(self, name: str) -> Person:
        email = f"{uuid5(NAMESPACE_URL, f'{self._name}:{name}').hex[:12]}@simulated.example"
        known: Person | None = get_user_model().objects.filter(email=email).first()
        return known or open_account(actor=SYSTEM, email=email, name="Simulated Clerk")

    def _key(self, what: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self._name}:{self._count}:{what}")
