"""Codes of the register in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.register.access import Assignment
from sojourn.register.seats import Role
from sojourn.register.states import Cover, TripKind, TripState
from sojourn.register.to_do.acts import Act, Rule
from sojourn.requests.countries import country_name
from sojourn.requests.texts import problem_text
from sojourn.web.day_words import day_in_words
from sojourn.web.language import language

SOON: Final = timedelta(days=30)
COVERS: Final[Mapping[str, Any]] = {
    Cover.COVERED: _("Covered"),
    Cover.REQUESTED: _("Requested"),
    Cover.NEEDED: _("Needed"),
    Cover.AT_RISK: _("At risk"),
    Cover.NOT_NEEDED: _("Not needed"),
}
KINDS: Final[Mapping[str, Any]] = {
    TripKind.BUSINESS_TRIP: _("Business trip"),
    TripKind.POSTING: _("Posting"),
    TripKind.TELEWORK: _("Telework"),
    TripKind.COMMUTING: _("Commuting"),
    TripKind.SEVERAL_COUNTRIES: _("Work in several countries"),
    TripKind.VACATION: _("Holiday, no work at all"),
}
STATES: Final[Mapping[str, Any]] = {
    TripState.PLANNED: _("Planned"),
    TripState.CHANGED: _("Changed"),
    TripState.ENDED_EARLY: _("Ended early"),
    TripState.CANCELLED: _("Cancelled"),
}
REASONS: Final[Mapping[str, Any]] = {
    "no_work": _("No work is done there, so nothing is needed."),
    "one_country": _("Only one country is concerned, so no certificate is needed."),
    "no_certificate_needed": _("The law that applies anyway needs no certificate here."),
    "missing_facts": _("A fact is missing that decides."),
    "officer_must_look": _("The law leaves room: an officer of the institution has to look."),
    "no_instrument": _("No agreement coordinates the two countries, so both may ask for contributions."),
    "left_uncovered": _("By the agreement no country covers this work."),
    "over_limit": _("The stay is planned for longer than a posting may last."),
    "gap_rule": _("Together with earlier stays it is too long, or the break between them too short."),
    "replaced_person": _("The person takes the place of somebody who was posted before."),
    "not_our_employee": _("The employment with the sender does not go on during the stay."),
    "hired_there": _("The person was hired in the country of work."),
    "not_insured_before": _("The person was not insured at home right before."),
    "host_law": _("The law of the country of work applies from the first day: register the person there."),
    "ends_at_limit": _("The law allows a certificate only up to its limit; after that another answer holds."),
    "contradictory": _("The facts do not fit together."),
    "draft_begun": _("A request was begun and not sent."),
    "refused": _("The request was refused."),
    "certificate_withdrawn": _("The certificate was withdrawn."),
    "certificate_for_other_days": _("The certificate is for other days."),
    "cover_begins_later": _("The certificate begins after the first day of work."),
    "cover_ends_before": _("The certificate ends before the work does."),
}
ACTS: Final[Mapping[str, Any]] = {
    Act.APPLY: _("Ask for the certificate"),
    Act.FINISH_DRAFT: _("Finish and send the request"),
    Act.ANSWER: _("Answer the institution’s question"),
    Act.SEND_PACKAGE: _("Send the package to the institution"),
    Act.TELL_FACTS: _("Add the facts that are missing"),
    Act.CLARIFY: _("Clear up what to do without a certificate"),
    Act.EXTEND: _("Ask for an extension"),
    Act.CORRECT: _("Tell the institution the new days"),
    Act.REPORT_END: _("Report the early end"),
    Act.WITHDRAW: _("Take back what was asked or issued"),
    Act.INSURE: _("Take out travel health insurance"),
}
RULES: Final[Mapping[str, Any]] = {
    Rule.FIRST_DAY: _("Cover has to be there on the first day of work."),
    Rule.ANSWER_BY: _("The institution has set this day."),
    Rule.COVER_ENDS: _("The certificate ends before the work does."),
    Rule.HAS_CHANGED: _("The trip is not what was certified or asked for any more."),
    Rule.WORK_BEGUN: _("The work has begun already. You can still ask."),
}
INSURE_WHY: Final = _(
    "A certificate of coverage is no health insurance. What home insurance pays abroad may be far less than care costs."
)
ROLES: Final = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.MANAGER: _("Mobility manager"),
    Role.VIEWER: _("Reader"),
    Role.REPRESENTATIVE: _("Representative"),
    Role.ASSISTANT: _("Assistant for named travellers"),
    Role.AUDITOR: _("Auditor, reads until a day"),
    Role.TRAVELLER: _("Traveller, own trips only"),
}
_PROBLEMS: Final = {
    "traveller_number_taken": _("This employee number belongs to somebody else in the register."),
    "trip_key_taken": _("Another trip has this number already."),
    "unknown_country": _("Choose the country from the list."),
    "host_is_home": _("Choose another country than the one from which the person is sent."),
    "end_before_start": _("Last day must be the first day or later."),
    "date_out_of_range": _("Enter a day between %(first)s and %(last)s."),
    "share_form": _("Share of working time must be above 0 and up to 100 percent, like 40."),
    "email_form": _("E-mail address must have the form name@example.org."),
    "not_within_trip": _("Choose a day from the first day of the trip up to the day before its planned end."),
    "traveller_is_away": _("This person has a trip that is not over. Cancel or end it first."),
    "reason_missing": _("Enter why this can wait."),
    "rest_range": _("Choose a day from tomorrow on, within a year."),
    "post_exists": _("This address has a place in the register already. End it first."),
    "auditor_until": _("Choose the auditor’s last day, within a year."),
    "one_traveller": _("Choose who of the travellers this is."),
    "travellers_missing": _("Choose at least one traveller."),
    "traveller_unknown": _("Choose travellers of this register."),
    "role_unknown": _("Choose what this person may do."),
    "email_missing": _("Enter an e-mail address, like name@example.org."),
    "email_wrong_form": _("E-mail address must have the form name@example.org."),
    "not_declared": _("Tick the declaration to send."),
    "day_missing": _("Enter the day."),
    "too_long": _("This is too long: at most %(limit)s characters."),
    "kind_missing": _("Choose what the person does there."),
}


def cover_words(trip: Assignment) -> dict[str, str]:
    """The word for the trip's cover, and the kind of its mark. "Requested" is never shown as "covered"."""
    today = clock.today()
    if not trip.stands.counts:
        return {"kind": "ended", "text": str(STATES[TripState.CANCELLED])}
    match Cover(trip.cover):
        case Cover.COVERED if trip.covered_until is not None and trip.covered_until < trip.last:
            day = day_in_words(trip.covered_until)
            if trip.covered_until < today:
                return {"kind": "bad", "text": gettext("Cover ended on %(day)s") % {"day": day}}
            kind = "warning" if trip.covered_until <= today + SOON else "open"
            return {"kind": kind, "text": gettext("Covered only until %(day)s") % {"day": day}}
        case Cover.COVERED if trip.covered_until is not None:
            words = gettext("Covered until %(day)s") % {"day": day_in_words(trip.covered_until)}
            return {"kind": "good" if trip.last >= today else "ended", "text": words}
        case Cover.COVERED:
            return {"kind": "good", "text": str(COVERS[Cover.COVERED])}
        case Cover.REQUESTED:
            return {"kind": "waiting", "text": str(COVERS[Cover.REQUESTED])}
        case Cover.NEEDED if trip.start <= today <= trip.last:
            return {"kind": "bad", "text": gettext("Needed: work has begun")}
        case Cover.NEEDED:
            return {"kind": "open", "text": str(COVERS[Cover.NEEDED])}
        case Cover.AT_RISK:
            return {"kind": "warning", "text": str(COVERS[Cover.AT_RISK])}
        case _:
            return {"kind": "plain", "text": str(COVERS[Cover.NOT_NEEDED])}


def reasons_told(trip: Assignment) -> list[str]:
    """Why the word is what it is: the sentences of its reasons, and the facts that are missing."""
    told = [str(REASONS[code]) for code in trip.reasons if code in REASONS]
    names = [name for path in trip.missing if (name := fact_name(path))]
    if names:
        told.append(gettext("Missing: %(facts)s.") % {"facts": ", ".join(dict.fromkeys(names))})
    return told


def fact_name(path: str) -> str:
    """What the question is called that asks for a fact of the situation."""
    for fact in load_facts().covering(path, Applicant.EMPLOYER):
        return fact.words_in(language()).name
    return ""


def period_words(start: date, end: date | None) -> str:
    """A trip's days."""
    if end is None:
        return gettext("from %(start)s, no end set") % {"start": day_in_words(start)}
    if end == start:
        return day_in_words(start)
    return gettext("%(start)s to %(end)s") % {"start": day_in_words(start), "end": day_in_words(end)}


def host_words(code: str) -> str:
    """A country in the reader's language."""
    return country_name(code, language())


def due_why(act: str, rule: str) -> str:
    """Why a thing has to be done by its day."""
    return str(INSURE_WHY if act == Act.INSURE else RULES[Rule(rule)])


def told(problem: Problem) -> str:
    """The sentence of a problem: the register's own, else that of its question."""
    if problem.code in _PROBLEMS and problem.field not in load_facts():
        return str(_PROBLEMS[problem.code]) % dict(problem.params)
    try:
        return problem_text(problem, load_facts(), language())
    except KeyError:
        return str(_PROBLEMS.get(problem.code, _PROBLEMS["day_missing"])) % dict(problem.params)


def told_by_field(refused: InvalidInput) -> Mapping[str, Any]:
    """The sentences of a refusal by the field at which they stand."""
    found: dict[str, Any] = {}
    for problem in refused.problems:
        found.setdefault(problem.field, told(problem))
    return found
