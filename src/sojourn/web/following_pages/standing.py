"""Where a request stands, in words and as a kind of status; and who has to act, by when."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext

from sojourn.casework.asked_abroad import AskedAbroad
from sojourn.certificates.access import IssuedCertificate
from sojourn.core import clock
from sojourn.requests.access import Request
from sojourn.requests.receiving import receiving_name, unnamed
from sojourn.requests.states import State
from sojourn.requests.texts import state_words
from sojourn.requests.worker_questions import WorkersTurn
from sojourn.web.day_words import day_in_words
from sojourn.web.institution_words import institution_short, shortened
from sojourn.web.language import language

STATE_KINDS: Final = {
    "draft": "open",
    "submitted": "waiting",
    "information_requested": "warning",
    "approved": "good",
    "refused": "bad",
    "forwarded": "plain",
    "discontinued": "ended",
    "withdrawn": "ended",
    "package_ready": "open",
    "package_sent": "waiting",
    "certificate_received": "good",
    "package_answered": "plain",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """Who has to act (empty: nobody), and by when."""

    who: str
    by: date | None = None


def heading(
    asked: Request,
    certificate: IssuedCertificate | None,
    due_on: date | None,
    abroad: AskedAbroad | None = None,
) -> str:
    """The state in words, with the day or the institution that belongs to it. `abroad`: whose agreement is awaited."""
    match asked.stands:
        case State.SUBMITTED if abroad:
            return gettext("Waiting for %(authority)s, asked on %(day)s") % {
                "authority": authority_name(abroad),
                "day": day_in_words(abroad.asked_on),
            }
        case State.SUBMITTED if asked.handed_in_at and asked.handed_in_at.date() == clock.today():
            return gettext("Request received")
        case State.INFORMATION_REQUESTED if due_on and due_on >= clock.today():
            return gettext("We need something from you by %(day)s") % {"day": day_in_words(due_on)}
        case State.APPROVED if certificate and is_part(asked, certificate):
            return gettext("Certificate issued for part of the time")
        case State.FORWARDED:
            name = institution_short(asked.institution_id, language())
            return gettext("Sent on to %(institution)s") % {"institution": name}
        case State.WITHDRAWN if asked.withdrawn_at:
            return gettext("Withdrawn by you on %(day)s") % {"day": day_in_words(asked.withdrawn_at.date())}
    return state_words(asked.state, language())


def is_part(asked: Request, certificate: IssuedCertificate) -> bool:
    """Whether the certificate ends before the last day that was asked for, or begins after the first."""
    if asked.period_start and certificate.period_start > asked.period_start:
        return True
    return bool(asked.period_end and certificate.period_end and certificate.period_end < asked.period_end)


def authority_name(abroad: AskedAbroad) -> str:
    """How the authority is called: by the law data, else as the officer wrote it, else by its country."""
    if abroad.institution_id:
        return shortened(receiving_name(abroad.institution_id, language()))
    return abroad.office or receiving_name(unnamed(abroad.country), language())


def list_words(asked: Request, abroad: AskedAbroad | None = None) -> str:
    """The state in words, for a list; also of a draft that waits for the worker, and of a wait for an authority."""
    if abroad is not None and asked.stands is State.SUBMITTED:
        return gettext("Waiting for another authority")
    if waits_for_worker(asked):
        return gettext("Not sent yet; waiting for the worker")
    return state_words(asked.state, language())


def next_step(asked: Request, due_on: date | None, abroad: AskedAbroad | None = None) -> NextStep:
    """Who has to act now. After a decision nobody has to."""
    match asked.stands:
        case State.SUBMITTED if abroad:
            return NextStep(authority_name(abroad), abroad.due_on)
        case State.DRAFT if waits_for_worker(asked):
            return NextStep(gettext("The worker"))
        case State.DRAFT | State.INFORMATION_REQUESTED | State.PACKAGE_READY:
            return NextStep(gettext("You"), due_on)
        case State.SUBMITTED | State.PACKAGE_SENT:
            return NextStep(institution_short(asked.institution_id, language()))
    # Only a decision that is examined again leaves a question open.
    return NextStep(gettext("You"), due_on) if due_on else NextStep("")


def waits_for_worker(asked: Request) -> bool:
    """Whether a draft is in the worker's hands."""
    return asked.stands.may_be_changed and asked.worker_part == WorkersTurn.ASKED
