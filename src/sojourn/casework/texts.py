"""Codes of findings, states, steps and refusals to words: the only place in the room that has any."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sojourn.casework.checks.findings import Finding
from sojourn.casework.reasons import LANGUAGES, catalogue
from sojourn.requests import countries
from sojourn.requests.texts import day_words

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
    "withdrawn": _("Withdrawn"),
    "copied": _("Copy handed out"),
    "cancelled": _("Certificate cancelled"),
}

FINDINGS: dict[str, Promise] = {
    "number_missing": _("No U.S. Social Security number was given."),
    "number_not_possible": _("The U.S. Social Security number cannot be one that was given out."),
    "employer_number_not_possible": _("The employer's number (EIN) cannot be one that was given out."),
    "duplicate_request": _("Request %(reference)s asks for the same person, country and days."),
    "certificate_overlap": _("Certificate %(number)s already covers %(start)s to %(end)s."),
    "certificate_overlap_open": _("Certificate %(number)s already covers the days from %(start)s on."),
    "certificate_ends_early": _("The law allows a certificate until %(until)s; %(end)s was asked for."),
    "no_end_under_limit": _("No last day was given; the law allows a certificate until %(until)s."),
    "start_missing": _("No first day of the work was given."),
    "start_in_past": _("The work has already begun, on %(start)s."),
    "start_long_past": _("The work began on %(start)s, more than %(months)s months ago."),
    "start_far_ahead": _("The work begins on %(start)s, more than %(months)s months from now."),
    "no_determination": _("The law's answer to this situation is empty."),
    "outcome_undetermined": _("Facts are missing that decide whose law applies."),
    "outcome_refer": _("The law leaves this to an officer."),
    "outcome_uncoordinated": _("No agreement binds the two countries for this work."),
    "outcome_uncovered": _("An agreement applies, but no country insures this work."),
    "outcome_no_work": _("As stated, there is no work abroad."),
    "facts_missing": _("Facts are missing that matter for the answer."),
    "law_refers": _("The law's answer gives a reason to ask an officer."),
    "several_periods": _("The answer differs over time: %(count)s periods."),
    "other_legislation": _("The legislation of another country applies: %(legislation)s."),
    "no_certificate": _("For this case the law knows no certificate."),
    "other_issuer": _("Another institution issues this certificate: %(issuer)s."),
    "law_confidence_low": _("The law data behind the answer are not sure enough."),
    "employer_seat_unknown": _("It is not known in which country the employer has its seat."),
    "employer_of_other_country": _("The employer has its seat in another country: %(seat)s."),
    "birth_date_missing": _("No date of birth was given."),
    "birth_date_not_readable": _("The date of birth cannot be read as a date."),
    "worker_too_young": _("The worker would be under %(age)s years old when the work begins."),
    "worker_of_great_age": _("The worker would be over %(age)s years old when the work begins."),
    "applicant_contradicts_work": _("The applicant is self-employed, but the work is an employee's."),
    "applicant_not_entitled": _("For this certificate somebody else has to ask."),
    "item_missing": _("The certificate prints this item, and it was not given."),
    "content_refused": _("The certificate cannot take this item as it was given."),
    "applicant_explains": _("The applicant went on from a warning and says why: %(warning)s."),
    "automation_failed": _("The automatic decision failed for a technical reason."),
    "predecessor_withdrawn": _("Certificate %(number)s, which the request is about, has been withdrawn."),
    "predecessor_superseded": _(
        "Certificate %(number)s, which the request is about, has been replaced already."
    ),
    "exception_not_agreed": _("The authorities of both countries have not agreed to the exception yet."),
    "extension_not_agreed": _(
        "The new last day goes beyond what the law gives without the authorities’ consent."
    ),
    "facts_corrected": _("More than the spelling is corrected: the certificate rested on other facts."),
    "own_words_to_read": _("The applicant says something in own words."),
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

FINDINGS_SHORT: dict[str, Promise] = {
    "number_missing": _("Number missing"),
    "number_not_possible": _("Number not possible"),
    "employer_number_not_possible": _("EIN not possible"),
    "duplicate_request": _("Asked before"),
    "certificate_overlap": _("Certificate overlaps"),
    "certificate_overlap_open": _("Certificate overlaps"),
    "certificate_ends_early": _("Longer than the law allows"),
    "no_end_under_limit": _("No last day"),
    "start_missing": _("No first day"),
    "start_in_past": _("Began already"),
    "start_long_past": _("Began long ago"),
    "start_far_ahead": _("Far ahead"),
    "no_determination": _("No answer"),
    "outcome_undetermined": _("Facts missing"),
    "outcome_refer": _("Referred to an officer"),
    "outcome_uncoordinated": _("No agreement"),
    "outcome_uncovered": _("Insured nowhere"),
    "outcome_no_work": _("No work"),
    "facts_missing": _("Facts missing"),
    "law_refers": _("Referred to an officer"),
    "several_periods": _("Answer differs over time"),
    "other_legislation": _("Host law applies"),
    "no_certificate": _("No certificate"),
    "other_issuer": _("Other institution"),
    "law_confidence_low": _("Law data unsure"),
    "employer_seat_unknown": _("Seat unknown"),
    "employer_of_other_country": _("Employer elsewhere"),
    "birth_date_missing": _("No birth date"),
    "birth_date_not_readable": _("Birth date unreadable"),
    "worker_too_young": _("Too young"),
    "worker_of_great_age": _("Great age"),
    "applicant_contradicts_work": _("Applicant and work differ"),
    "applicant_not_entitled": _("Applicant may not ask"),
    "item_missing": _("Item missing"),
    "content_refused": _("Cannot be printed"),
    "applicant_explains": _("Applicant explains"),
    "automation_failed": _("Technical failure"),
    "predecessor_withdrawn": _("Certificate withdrawn"),
    "predecessor_superseded": _("Certificate replaced"),
    "exception_not_agreed": _("Exception not agreed"),
    "extension_not_agreed": _("Consent needed"),
    "facts_corrected": _("Facts corrected"),
    "own_words_to_read": _("Own words"),
}

CHECKS: dict[str, Promise] = {
    "law_decides": _("The law decides every day of the period, with no fact missing and nothing referred."),
    "certificate_is_ours": _("Our legislation applies, and the certificate is ours to issue."),
    "law_confidence": _("The law data behind the answer are sure enough."),
    "period_within_certificate": _("The certificate can run as long as was asked."),
    "start_date_usual": _("The work begins no more than twelve months before today."),
    "employer_of_home": _("The employer is one of our country, or counts as one."),
    "applicant_may_ask": _("The applicant is one who may ask for this certificate."),
    "identity_number_form": _("The worker's number can be one that was given out."),
    "worker_age": _("The worker is of an age at which people work."),
    "certificate_items": _("Everything that the certificate prints was given."),
    "certificate_printable": _("Everything that the certificate prints can be printed."),
    "explained_by_applicant": _("The applicant explained nothing that an officer has to read."),
    "duplicate_request": _("Nobody asks for the same person, country and days at the same time."),
    "certificate_overlap": _("No certificate in force covers some of the same days."),
    "predecessor_stands": _("The certificate that the request is about is still in force."),
    "needs_consent": _("The authorities have agreed to what the law gives only with their consent."),
    "correction_is_spelling": _("Only the spelling is corrected."),
    "own_words": _("The applicant says nothing in own words that has to be read."),
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
    "case.question_closed": _("Went on without an answer"),
    "case.thread_looked_at": _("Messages looked at"),
    "case.message_from_applicant": _("Message from the applicant"),
    "case.message_from_institution": _("Message to the applicant"),
    "case.fact_established": _("Fact taken as established"),
    "question.answered": _("Question answered"),
    "question.closed": _("Question closed"),
    "question.lapsed": _("Question ended with the request"),
    "question.more_time_asked": _("The applicant asked for more time"),
    "question.more_time_given": _("More time given"),
    "question.more_time_refused": _("More time not given"),
    "question.reminded": _("Applicant reminded"),
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
    "case.refused": _("Refused"),
    "case.request_withdrawn": _("Closed: the applicant withdrew the request"),
    "case.certificate_withdrawn": _("Certificate withdrawn"),
    "case.certificate_replaced": _("Certificate replaced by a newer one"),
    "case.certificate_cancelled": _("Certificate cancelled: the work did not take place"),
    "case.consent_recorded": _("Consent of the authorities recorded"),
}

# Values of sentences that are codes of countries.
COUNTRIES = frozenset({"legislation", "seat"})

PROBLEMS: dict[str, Promise] = {
    "reason_missing": _("Choose at least one reason."),
    "reason_unknown": _("Choose reasons from the list."),
    "waiver_missing": _("Say why this may be set aside, or refuse the request."),
    "own_words_too_long": _("Shorten your own words to %(limit)s characters or fewer."),
    "effective_date_missing": _("Enter the day from which the certificate no longer holds."),
    "effective_date_early": _("The day must be the certificate's first day, %(start)s, or later."),
    "question_missing": _("Choose a question from the list, or write one."),
    "question_unknown": _("Choose questions from the list."),
    "question_words_missing": _("Write the question in your own words, or clear what it wants."),
    "fact_asked_twice": _("A question of the list asks for this answer already."),
    "fact_unknown": _("Choose an answer that this kind of applicant gives."),
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
    "question_open": _("A question waits for an answer already. Close it before you ask again."),
    "question_not_open": _("This question was answered or closed meanwhile."),
    "answer_has_no_fact": _("This answer has no fact to take over."),
    "thread_closed": _("The case is closed, so nothing more can be written here."),
    "request_not_open": _("The applicant has withdrawn the request. The case is closed."),
    "no_consent_wanted": _("This request needs no consent of the authorities."),
}


def finding_sentence(finding: Finding) -> str:
    """What was found, as one sentence in the language of the day."""
    return in_words(FINDINGS[finding.code], finding.params)


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
