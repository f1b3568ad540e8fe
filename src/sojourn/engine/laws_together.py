"""Which country a rule about all work of a person names: seat, only state of work, centre of interest and the like."""

from collections.abc import Callable, Mapping

from sojourn.engine.case import Case


def _only(countries: tuple[str, ...]) -> str | None:
    return countries[0] if len(countries) == 1 else None


def employer_seat(case: Case) -> str | None:
    """The party in which the employers have their seat."""
    together = case.together()
    seats = together.seats()
    if not seats:
        sender = case.sender()
        return sender.seat if sender is not None else None
    return _only(tuple(seat for seat in seats if seat in together.parties))


def other_seat(case: Case) -> str | None:
    """The seat that does not lie in the country of residence."""
    together = case.together()
    return _only(
        tuple(seat for seat in together.seats() if seat in together.parties and seat != together.residence)
    )


def state_of_work(case: Case) -> str | None:
    """The only party in which work that counts is done; of a limited stay, the country of the stay."""
    together = case.together()
    if together.is_sent(case.activity):
        return case.host
    return _only(together.states())


def state_of_employment(case: Case) -> str | None:
    """The only party in which the person is employed."""
    return _only(case.together().states("employee"))


def administration(case: Case) -> str | None:
    """The party whose administration employs the person."""
    together = case.together()
    if case.activity.status in ("civil_servant", "diplomat", "consular_staff"):
        return case.employer.seat if case.employer is not None else None
    public = together.public()
    return public.employer.seat if public is not None and public.employer is not None else None


def centre_of_interest(case: Case) -> str | None:
    """The party in which the fixed premises of the business lie."""
    kept = {part.country for part in case.together().of("self_employed") if part.activity.fixed_premises}
    return next(iter(kept)) if len(kept) == 1 else None


def benefit_state(case: Case) -> str | None:
    """The party that pays a cash benefit because of earlier work."""
    parties = case.together().parties
    paying = {
        each.country
        for each in case.person.receives or ()
        if each.kind == "short_term_cash" and each.country in parties
    }
    return next(iter(paying)) if len(paying) == 1 else None


def home_base(case: Case) -> str | None:
    """The country of the aircrew's home base."""
    return case.activity.home_base


TOGETHER: Mapping[str, Callable[[Case], str | None]] = {
    "employer_seat": employer_seat,
    "other_seat": other_seat,
    "state_of_work": state_of_work,
    "state_of_employment": state_of_employment,
    "administration": administration,
    "centre_of_interest": centre_of_interest,
    "benefit_state": benefit_state,
    "home_base": home_base,
}
