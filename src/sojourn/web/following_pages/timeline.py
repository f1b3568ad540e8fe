"""What happened to a request, in plain words, from the journal. The institution's people are not named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.core.actors import Capacity, Subject
from sojourn.journal.access import Line, lines_about_any
from sojourn.parties.acting import ActingAs

# What somebody on the applicant's side did: said to the one who did it, and to the others.
OWN: Final[Mapping[str, tuple[Promise, Promise]]] = {
    "request.handed_in": (
        _("You sent the request to %(institution)s."),
        _("Somebody on your side sent the request to %(institution)s."),
    ),
    "request.information_given": (_("You answered."), _("Somebody on your side answered.")),
    "question.more_time_asked": (
        _("You asked for more time."),
        _("Somebody on your side asked for more time."),
    ),
    "case.message_from_applicant": (_("You wrote a message."), _("Somebody on your side wrote a message.")),
    "request.package_sent": (
        _("You sent the package to %(institution)s."),
        _("Somebody on your side sent the package to %(institution)s."),
    ),
    "request.certificate_received": (
        _("You recorded the certificate that came."),
        _("Somebody on your side recorded the certificate that came."),
    ),
    "request.package_answered": (
        _("You recorded the answer that came."),
        _("Somebody on your side recorded the answer that came."),
    ),
    "appeal.received": (
        _("You appealed against the decision."),
        _("Somebody on your side appealed against the decision."),
    ),
    "appeal.taken_back": (
        _("You took the appeal back."),
        _("Somebody on your side took the appeal back."),
    ),
    "request.withdrawn": (_("You withdrew the request."), _("Somebody on your side withdrew the request.")),
}
INSTITUTIONS: Final[Mapping[str, Promise]] = {
    "request.packed": _("The package for %(institution)s was put together."),
    "case.queued": _("The rules were checked. An officer of %(institution)s decides."),
    "case.review_begun": _("An officer began to look at the request."),
    "request.information_requested": _("%(institution)s asked you something."),
    "case.worker_asked": _("%(institution)s asked the worker something directly."),
    "case.worker_answered": _("The worker answered %(institution)s directly."),
    "request.question_closed": _("%(institution)s went on without an answer."),
    "question.more_time_given": _("%(institution)s gave you more time."),
    "question.more_time_refused": _("%(institution)s kept the day for the answer."),
    "question.reminded": _("You were reminded that an answer is due."),
    "case.message_from_institution": _("%(institution)s wrote you a message."),
    "case.fact_established": _("%(institution)s takes your answer in place of what you had sent."),
    "case.decided_automatically": _("%(institution)s decided by its rules, at once: certificate issued."),
    "case.approved": _("%(institution)s decided: certificate issued."),
    "case.refused": _("%(institution)s decided: no certificate."),
    "case.certificate_withdrawn": _("%(institution)s withdrew the certificate."),
    "case.certificate_corrected": _("%(institution)s corrected the certificate."),
    "case.certificate_shortened": _("%(institution)s ended the certificate early."),
    "case.liaison_asked": _("%(institution)s asked the other authority to agree."),
    "case.liaison_answered": _("The answer of the other authority came."),
    "case.liaison_not_answered": _("%(institution)s goes on without an answer of the other authority."),
    "case.forwarded": _("%(institution)s sent the request on."),
    "case.discontinued": _("%(institution)s closed the request without a decision on the certificate."),
    "appeal.admitted": _("%(institution)s examines the decision again."),
    "appeal.not_admitted": _("%(institution)s did not admit the appeal."),
    "case.decision_upheld": _("%(institution)s examined the decision again: it stands."),
}
# Where no institution here has the case, the request's own lines tell of the decision.
WITHOUT_CASE: Final[Mapping[str, Promise]] = {
    "request.approved": _("The certificate came."),
    "request.refused": _("The answer came: no certificate."),
    "request.forwarded": _("The request was sent on."),
}
ONCE: Final = frozenset({"case.review_begun", "case.queued"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `address`: the page that shows it; empty for none."""

    at: datetime
    text: str
    address: str = ""


def timeline(
    acting: ActingAs, request_id: UUID, case_id: UUID | None, institution: str, page: Callable[[str], str]
) -> list[Entry]:
    """What happened, oldest first. The caller has asked `requests.access` for the request before.

    `page` gives the address of one of the request's pages by its name.
    """
    subjects = [Subject("request", str(request_id))]
    if case_id is not None:
        subjects.append(Subject("case", str(case_id)))
    entries: list[Entry] = []
    told: set[str] = set()
    for line in lines_about_any(subjects):
        words = _words(acting, line, has_case=case_id is not None)
        if words is None or (line.event in ONCE and line.event in told):
            continue
        told.add(line.event)
        named = _PAGES.get(line.event)
        entries.append(
            Entry(line.at, str(words) % {"institution": institution}, page(named) if named else "")
        )
    return entries


_PAGES: Final = {
    "case.message_from_institution": "request_thread",
    "case.message_from_applicant": "request_thread",
}


def _words(acting: ActingAs, line: Line, *, has_case: bool) -> Promise | None:
    if line.event in OWN and line.actor.capacity is not Capacity.STAFF:
        mine, others = OWN[line.event]
        return mine if line.actor.person_id == acting.actor.person_id else others
    if line.event in INSTITUTIONS:
        return INSTITUTIONS[line.event]
    return None if has_case else WITHOUT_CASE.get(line.event)
