"""What happens to travellers: entered, corrected, insured, taken out. One transaction and one line each."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.register.access import locked_traveller, require_change, require_manage
from sojourn.register.cover.keeping import refresh_traveller
from sojourn.register.facts import EMAIL, EMPLOYEE_NUMBER, read_answers, traveller_facts
from sojourn.register.models import HealthPolicy, Traveller
from sojourn.register.seats import Seat
from sojourn.requests.entry import Typed
from sojourn.requests.worker_index import folded, index_of_person, index_of_ssn
from sojourn.requests.written import Flaw, tidy
from sojourn.vault.blind import blind_index

_NAMES: Final = ("worker.given_names", "worker.family_name")
_MAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_NUMBER: Final = 60


def add_traveller(
    *,
    seat: Seat,
    typed: Mapping[str, Typed],
    employee_number: str = "",
    email: str = "",
    key: UUID,
    source: str = "form",
) -> Traveller:
    """Enter a person. The same key again gives the same traveller.

    Raises NotAllowed; InvalidInput with each Problem: names that are missing, answers that cannot be read,
    "traveller_number_taken" where the employee number belongs to somebody else.
    """
    seat = require_manage(seat)
    with together():
        before = Traveller.objects.filter(creation_key=key).first()
        if before is not None:
            return locked_traveller(seat, before.pk)
        traveller = Traveller(employer_id=seat.employer_id, creation_key=key, source=source)
        fill(traveller, typed, employee_number, email)
        require_free_number(traveller)
        try:
            with transaction.atomic():
                traveller.save(force_insert=True)
        except IntegrityError:
            twin = Traveller.objects.filter(creation_key=key).first()
            if twin is not None:
                return locked_traveller(seat, twin.pk)
            raise InvalidInput([Problem(EMPLOYEE_NUMBER, "traveller_number_taken")]) from None
        _line("traveller.added", seat, traveller, {"source": source})
    return traveller


def change_traveller(
    *,
    seat: Seat,
    traveller_id: UUID,
    typed: Mapping[str, Typed],
    employee_number: str | None = None,
    email: str | None = None,
) -> Traveller:
    """Correct what is known of a person; what is not named stays. Trips are worked out anew.

    Raises as `add_traveller`. The same again changes nothing and writes no line.
    """
    seat = require_change(seat)
    with together():
        traveller = locked_traveller(seat, traveller_id)
        was = state_of(traveller)
        own = traveller.own
        fill(
            traveller,
            typed,
            own.get(EMPLOYEE_NUMBER, "") if employee_number is None else employee_number,
            own.get(EMAIL, "") if email is None else email,
        )
        if state_of(traveller) == was:
            return traveller
        require_free_number(traveller)
        traveller.changed_at = clock.now()
        traveller.save()
        refresh_traveller(traveller)
        _line("traveller.changed", seat, traveller, {"questions": len(typed)})
    return traveller


def take_out_traveller(*, seat: Seat, traveller_id: UUID) -> None:
    """Take a person out of the register. Nothing of them is shown any more; the rows stay for what has to be proven.

    Raises NotAllowed; InvalidInput "traveller_is_away" while a trip is under way or to come.
    """
    seat = require_manage(seat)
    with together():
        traveller = locked_traveller(seat, traveller_id)
        if traveller.trips.going_on(clock.today()).exists():
            raise InvalidInput([Problem("traveller", "traveller_is_away")])
        traveller.left_on = clock.today()
        traveller.changed_at = clock.now()
        # The number may be given to somebody else.
        traveller.number_index = ""
        traveller.save(update_fields=["left_on", "changed_at", "number_index"])
        _line("traveller.taken_out", seat, traveller, {})


def add_policy(
    *,
    seat: Seat,
    traveller_id: UUID,
    insurer: str,
    policy_number: str,
    territory: tuple[str, ...],
    start: date,
    end: date | None,
    key: UUID,
) -> HealthPolicy:
    """Record travel health insurance. `territory`: countries; none: everywhere abroad. The same key again is the same.

    Raises NotAllowed, and InvalidInput for an insurer without a name, an unknown country, or days out of order.
    """
    seat = require_change(seat)
    named, number = tidy(insurer, longest=120), tidy(policy_number, longest=60)
    problems = []
    if isinstance(named, Flaw) or not named:
        problems.append(Problem("insurer", "missing"))
    if isinstance(number, Flaw):
        problems.append(Problem("policy_number", number.code))
    if end is not None and end < start:
        problems.append(Problem("end", "end_before_start"))
    problems += [Problem("territory", "unknown_country") for code in territory if not is_known(code)]
    if problems:
        raise InvalidInput(problems)
    with together():
        traveller = locked_traveller(seat, traveller_id)
        policy, made = HealthPolicy.objects.get_or_create(
            creation_key=key,
            defaults={
                "traveller": traveller,
                "insurer": str(named),
                "policy_number": str(number),
                "territory": sorted(set(territory)),
                "start": start,
                "end": end,
            },
        )
        if policy.traveller_id != traveller.pk:
            raise NotAllowed(NOT_ALLOWED)
        if made:
            refresh_traveller(traveller)
            _line("traveller.insured", seat, traveller, {"countries": len(policy.territory)})
    return policy


def fill(traveller: Traveller, typed: Mapping[str, Typed], employee_number: str, email: str) -> None:
    """Put what was typed into the row (unsaved), with its indexes. Raises InvalidInput with each Problem."""
    plain, particulars = read_answers(typed, traveller_facts())
    kept_plain = {k: v for k, v in traveller.plain.items() if k not in typed}
    kept = {k: v for k, v in traveller.particulars.items() if k not in typed}
    put(traveller, {**kept_plain, **plain}, {**kept, **particulars}, employee_number, email)
    problems = [Problem(name, "missing") for name in _NAMES if not traveller.particulars.get(name)]
    problems += _own_problems(traveller.own)
    if problems:
        raise InvalidInput(problems)


def put(
    traveller: Traveller, plain: dict[str, Any], particulars: dict[str, Any], employee_number: str, email: str
) -> None:
    """Put answers that were read into the row (unsaved), with its indexes."""
    number = " ".join(employee_number.split())
    traveller.plain, traveller.particulars = plain, particulars
    traveller.own = {EMPLOYEE_NUMBER: number, EMAIL: email.strip().lower()}
    traveller.number_index = number_index(traveller.employer_id, number)
    text = {name: str(particulars.get(name, "")) for name in (*_NAMES, "worker.birth_date", "worker.ssn")}
    traveller.person_index = index_of_person(
        text["worker.given_names"], text["worker.family_name"], text["worker.birth_date"]
    )
    traveller.ssn_index = index_of_ssn(text["worker.ssn"])
    traveller.family_index = family_index(text["worker.family_name"])


def number_index(employer_id: UUID, number: str) -> str:
    """The blind index of an employee number, which means something at its employer alone; "" without one."""
    text = "".join(number.split()).casefold()
    return blind_index("register.employee_number", f"{employer_id}\x1f{text}") if text else ""


def family_index(name: str) -> str:
    """The blind index of a family name, written in any way; "" without one."""
    text = folded(name)
    return blind_index("register.family_name", text) if text else ""


def state_of(traveller: Traveller) -> tuple[Any, Any, Any]:
    """What is known of the person, to be compared."""
    return dict(traveller.plain), dict(traveller.particulars), dict(traveller.own)


def require_free_number(traveller: Traveller) -> None:
    """Raises InvalidInput where the employee number is somebody else's."""
    same = Traveller.objects.filter(employer_id=traveller.employer_id, number_index=traveller.number_index)
    if traveller.number_index and same.exclude(pk=traveller.pk).exists():
        raise InvalidInput([Problem(EMPLOYEE_NUMBER, "traveller_number_taken")])


def _own_problems(own: Mapping[str, str]) -> list[Problem]:
    found = []
    if len(own[EMPLOYEE_NUMBER]) > LONGEST_NUMBER:
        found.append(Problem(EMPLOYEE_NUMBER, "too_long", {"limit": LONGEST_NUMBER}))
    if own[EMAIL] and not _MAIL.fullmatch(own[EMAIL]):
        found.append(Problem(EMAIL, "email_form"))
    return found


def _line(event: str, seat: Seat, traveller: Traveller, details: dict[str, Any]) -> None:
    record(event=event, actor=seat.actor, subject=Subject("traveller", str(traveller.pk)), details=details)
