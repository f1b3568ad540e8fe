"""Codes of findings, states, steps and refusals to words: the only place in the room that has any."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sojourn.casework.checks.findings import Finding
from sojourn.casework.checks.texts import CHECKS, FINDINGS, FINDINGS_SHORT, WAIVED
from sojourn.casework.officers import words
from sojourn.casework.reasons import LANGUAGES, catalogue
from sojourn.requests import countries
from sojourn.requests.texts import day_words

__all__ = [
    "CHECKS",
    "FINDINGS",
    "FINDINGS_SHORT",
    "KINDS",
    "LINES",
    "PROBLEMS",
    "REFUSALS",
    "REMARKS",
    "RESULTS",
    "STATES",
    "country_name",
    "finding_sentence",
    "in_words",
    "line_words",
    "problem_sentence",
    "reason_words",
    "refusal_sentence",
    "remark_words",
    "remedy_words",
]

STATES: dict[str, Promise] = {
    "new": _("Waiting for an officer"),
    "assigned": _("Assigned"),
    "in_review": _("Being looked at"),
    "waiting_for_applicant": _("Waiting for the applicant"),
    "waiting_for_liaison": _("Waiting for the institution abroad"),
    "reopened": _("Being examined again"),
    "decided": _("Decided"),
    "closed": _("Closed"),
}

KINDS: dict[str, Promise] = {
    "first": _("First request"),
    "extension": _("Extension"),
    "correction": _("Correction"),
    "early_end": _("Early end"),
    "exception": _("Exception"),
    "replacement": _("Replacement"),
}

RESULTS: dict[str, Promise] = {
    "approved": _("Approved"),
    "refused": _("Refused"),
    "forwarded": _("Forwarded"),
    "discontinued": _("Discontinued"),
    "withdrawn": _("Withdrawn"),
    "copied": _("Copy handed out"),
    "cancelled": _("Certificate cancelled"),
}

# The warnings of the form which an applicant can go on from, as headings for what they wrote.
REMARKS: dict[str, Promise] = {
    "age_unusual": _("Unusual age"),
    "asked_before": _("Asked before"),
    "asked_before_open": _("Asked before"),
    "employed_there_too": _("Employed there too"),
    "name_unusual": _("Unusual name"),
    "number_looks_made_up": _("Number looks made up"),
    "one_day_stay": _("Stay of one day"),
    "overlaps_other_request": _("Days of another request"),
    "overlaps_other_request_open": _("Days of another request"),
    "start_far_ahead": _("Start far ahead"),
    "start_passed": _("Start has passed"),
    "start_passed_allowed": _("Start has passed"),
    "asked_after_end": _("Asked after the end"),
    "asked_about_already": _("Asked about already"),
    "worker_disagrees_job": _("The worker says: not right about the job"),
    "worker_disagrees_place": _("The worker says: not right about the place"),
    "worker_disagrees_trip": _("The worker says: not right about the country or the days"),
}

LINES: dict[str, Promise] = {
    "case.opened": _("Case opened"),
    "case.queued": _("Checked, waiting for an officer"),
    "case.decided_automatically": _("Decided automatically"),
    "case.assigned": _("Taken in hand"),
    "case.put_back": _("Put back into the queue"),
    "case.review_begun": _("Review begun"),
    "case.person_looked_at": _("Person's data looked at"),
    "case.asked": _("Asked the applicant"),
    "case.answered": _("The applicant answered"),
    "case.worker_asked": _("Asked the worker"),
    "case.worker_answered": _("The worker answered"),
    "case.question_closed": _("Went on without an answer"),
    "case.thread_looked_at": _("Messages looked at"),
    "case.message_from_applicant": _("Message from the applicant"),
    "case.message_from_institution": _("Message to the applicant"),
    "case.fact_established": _("Fact taken as established"),
    "case.fact_recorded": _("Recorded what was learned of the employer or the worker"),
    "case.fact_taken_back": _("Took back what was recorded"),
    "question.answered": _("Question answered"),
    "question.closed": _("Question closed"),
    "question.lapsed": _("Question ended with the request"),
    "question.more_time_asked": _("The applicant asked for more time"),
    "question.more_time_given": _("More time given"),
    "question.more_time_refused": _("More time not given"),
    "question.reminded": _("Applicant reminded"),
    "question.answered_by_worker": _("Question answered by the worker"),
    "question.disowned": _("The link to the worker reached somebody else"),
    "question.link_opened": _("The worker opened the link"),
    "question.link_sent_again": _("A new link was sent to the worker"),
    "question.worker_more_time_asked": _("The worker asked for more time"),
    "question.worker_more_time_given": _("More time given to the worker"),
    "question.worker_more_time_refused": _("More time not given to the worker"),
    "question.worker_reminded": _("Worker reminded"),
    "case.papers_sent_on": _("The applicant's papers sent along"),
    "case.papers_came": _("Papers came with the request"),
    "case.signature_covered": _("The signatures under the proposal count for the decision"),
    "case.liaison_asked": _("Institution abroad asked"),
    "case.liaison_answered": _("Institution abroad answered"),
    "case.liaison_not_answered": _("Went on without the institution abroad"),
    "case.approved": _("Approved"),
    "case.discontinued": _("Discontinued"),
    "case.forwarded": _("Forwarded to another institution"),
    "case.certificate_corrected": _("Certificate corrected"),
    "case.certificate_shortened": _("Certificate ended early"),
    "case.reopened": _("Opened again"),
    "case.decision_upheld": _("Decision upheld"),
    "proposal.made": _("Proposed for a second signature"),
    "proposal.signed": _("Signed by a second officer"),
    "proposal.returned": _("Proposal returned"),
    "proposal.taken_back": _("Proposal taken back"),
    "proposal.lapsed": _("Proposal lapsed: the case changed"),
    "appeal.received": _("Appeal received"),
    "appeal.admitted": _("Appeal admitted"),
    "appeal.not_admitted": _("Appeal not admitted"),
    "appeal.decision_upheld": _("Appeal answered: decision upheld"),
    "appeal.decision_changed": _("Appeal answered: decision changed"),
    "appeal.taken_back": _("Appeal taken back"),
    "case.refused": _("Refused"),
    "case.request_withdrawn": _("Closed: the applicant withdrew the request"),
    "case.certificate_withdrawn": _("Certificate withdrawn"),
    "case.certificate_suspended": _("Certificate suspended while it is examined"),
    "case.certificate_confirmed": _("Certificate examined and confirmed"),
    "case.certificate_replaced": _("Certificate replaced by a newer one"),
    "case.certificate_cancelled": _("Certificate cancelled: the work did not take place"),
    "case.consent_recorded": _("Consent of the authorities recorded"),
}

# What an institution can put right in a certificate, by its path.
ITEMS: dict[str, Promise] = {
    "holder.given_names": _("Given names"),
    "holder.family_name": _("Family name"),
    "holder.birth_date": _("Date of birth (year-month-day)"),
    "holder.birth_place": _("Place of birth"),
    "employer.name": _("Employer: name"),
    "employer.street": _("Employer: street"),
    "employer.postcode": _("Employer: postcode"),
    "employer.city": _("Employer: town"),
    "workplaces.0.name": _("Place of work: name"),
    "workplaces.0.street": _("Place of work: street"),
    "workplaces.0.postcode": _("Place of work: postcode"),
    "workplaces.0.city": _("Place of work: town"),
}

# Values of sentences that are codes of countries.
COUNTRIES = frozenset({"country", "issued_in", "land", "legislation", "seat"})

PROBLEMS: dict[str, Promise] = {
    "reason_missing": _("Choose at least one reason."),
    "reason_unknown": _("Choose reasons from the list."),
    "waiver_missing": _("Say why this may be set aside, or refuse the request."),
    "part_outside_law": _("The law gives the days from %(start)s to %(end)s. Choose days within them."),
    "part_not_in_order": _("The last day must not be before the first."),
    "part_reason_missing": _("Choose a reason that says why the certificate is for part of the days only."),
    "institution_missing": _("Choose the institution that is competent."),
    "institution_own": _("Choose another institution than your own."),
    "change_words_missing": _("Say in your own words why the certificate is changed."),
    "effective_date_late": _("The day must be the certificate’s last day, %(end)s, or earlier."),
    "last_day_outside": _("The day must be %(start)s or later, and before %(end)s."),
    "last_day_early": _("The day must be %(start)s or later."),
    "last_day_missing": _("Enter the new last day."),
    "item_not_correctable": _("This cannot be put right here. The applicant asks for a correction."),
    "item_refused": _("The certificate cannot take this as it was typed."),
    "nothing_corrected": _("Nothing is different from what the certificate says."),
    "own_words_too_long": _("Shorten your own words to %(limit)s characters or fewer."),
    "effective_date_missing": _("Enter the day from which the certificate no longer holds."),
    "effective_date_early": _("The day must be the certificate's first day, %(start)s, or later."),
    "question_missing": _("Choose a question from the list, or write one."),
    "question_unknown": _("Choose questions from the list."),
    "question_words_missing": _("Write the question in your own words, or clear what it wants."),
    "fact_asked_twice": _("A question of the list asks for this answer already."),
    "fact_unknown": _("Choose an answer that this kind of applicant gives."),
    "worker_address_missing": _("Enter the worker's e-mail address."),
    "email_wrong_form": _("E-mail address must have a name, an @ and a domain, like name@example.com."),
    "language_unknown": _("Choose a language from the list."),
    "no_worker": _("The applicant is the worker: ask the applicant."),
    "working_days_range": _("Enter between 1 and %(most)s working days."),
    "text_missing": _("Write your message."),
    "too_long": _("Shorten the text to %(limit)s characters or fewer."),
    "control_characters": _("The text holds characters that cannot be seen. Type it anew."),
    "direction_marks": _("The text holds marks that change its direction. Type it anew."),
    "too_many_marks": _("The text holds letters with too many marks on them. Type it anew."),
    "date_not_readable": _("Enter a day, a month and a year."),
    "consent_until_missing": _("Enter the last day to which the authorities agreed."),
    "consent_beyond_asked": _("The day must be %(limit)s or earlier: more was not asked for."),
    "consent_beyond_cap": _(
        "The day must be %(limit)s or earlier: the agreement allows no longer extension."
    ),
    "consent_too_early": _("The day must be %(limit)s or later."),
    "consent_unread": _("Tick that you have read the consent of both authorities."),
}

REFUSALS: dict[str, Promise] = {
    "decided_before": _("You took part in the decision, so another officer examines the appeal."),
    "appeal_not_open": _("This appeal was answered or taken back meanwhile."),
    "second_signature_needed": _("This needs a second signature, so it can only be proposed."),
    "proposal_open": _("Something waits for a second signature in this case already."),
    "certificate_waits": _(
        "The certificate is decided and not issued yet. It can be changed when it is there."
    ),
    "certificate_stands": _("A certificate is in force in this case. Withdraw it instead of refusing."),
    "case_decided": _("This case was decided on %(at)s by %(by)s: %(result)s."),
    "case_decided_automatically": _("This case was decided automatically on %(at)s: %(result)s."),
    "case_closed": _("This case is closed."),
    "case_changed": _("Somebody else changed this case while you had it open. This is how it stands now."),
    "case_not_yours": _("Another officer has this case in hand. Take it over before you decide."),
    "case_not_in_hand": _("Take the case in hand before you decide."),
    "case_step_not_open": _("This step is not open in the case's present state."),
    "law_gives_no_certificate": _(
        "The law's answer has no certificate of ours for this situation, so there is nothing to approve."
    ),
    "content_incomplete": _("The certificate cannot be made: an item that it prints is missing."),
    "own_matter": _("You are party to this request, so another officer decides."),
    "no_certificate_to_withdraw": _("No certificate in force was issued in this case."),
    "question_open_first": _(
        "A question is open. Decide when the answer is there, or close the question first."
    ),
    "question_open": _("A question waits for an answer already. Close it before you ask again."),
    "question_not_open": _("This question was answered or closed meanwhile."),
    "answer_has_no_fact": _("This answer has no fact to take over."),
    "thread_closed": _("The case is closed, so nothing more can be written here."),
    "request_not_open": _("The applicant has withdrawn the request. The case is closed."),
    "no_consent_wanted": _("This request needs no consent of the authorities."),
}


for _table, _own in ((LINES, words.LINES), (PROBLEMS, words.PROBLEMS), (REFUSALS, words.REFUSALS)):
    _table.update(_own)


def finding_sentence(finding: Finding) -> str:
    """What was found, as one sentence in the language of the day; and that a standing waiver sets it aside."""
    said = in_words(FINDINGS[finding.code], finding.params)
    return str(WAIVED) % {"finding": said} if finding.waiver else said


def problem_sentence(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with the input of an officer's form."""
    return in_words(PROBLEMS[code], params)


def refusal_sentence(code: str, params: Mapping[str, Any]) -> str:
    """Why a step was not possible."""
    return in_words(REFUSALS.get(code, REFUSALS["case_step_not_open"]), params)


def reason_words(code: str, language: str | None = None) -> str:
    """A catalogue reason in `language` (default: the language of the day; English where it has none)."""
    return catalogue().reasons[code].words[_catalogue_language(language)]


def remedy_words(code: str, language: str | None = None) -> str:
    """What the reader can do about a decision."""
    return catalogue().remedies[code][_catalogue_language(language)]


def remark_words(code: str) -> str:
    """What an applicant's own words are about; the warning's own code where it has no words."""
    return str(REMARKS.get(code, code))


def line_words(event: str) -> str:
    """A line of a case's history; the event's own code where it has no words."""
    return str(LINES.get(event, event))


def country_name(code: str) -> str:
    """The country's name in the language of the day."""
    return countries.country_name(code, _catalogue_language(None)) if code else ""


def _catalogue_language(language: str | None) -> str:
    short = (language or get_language() or LANGUAGES[0])[:2]
    return short if short in LANGUAGES else LANGUAGES[0]


def in_words(sentence: Promise, params: Mapping[str, Any]) -> str:
    """A sentence of the room with its values told in the language of the day."""
    return str(sentence) % {name: _value_in_words(name, value) for name, value in params.items()}


def _value_in_words(name: str, value: object) -> str:
    """A value as the reader's language writes it: dates, countries, results and warnings as words."""
    if name in COUNTRIES:
        return country_name(str(value))
    if isinstance(value, date):
        return day_words(value, _catalogue_language(None))
    if isinstance(value, str):
        if value in RESULTS or value in REMARKS:
            return str(RESULTS.get(value) or REMARKS[value])
        try:
            return day_words(date.fromisoformat(value), _catalogue_language(None))
        except ValueError:
            return value
    return str(value)
