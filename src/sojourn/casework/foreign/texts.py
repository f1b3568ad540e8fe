"""Codes of the host side to words, in the language of the day."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sojourn.casework.checks.findings import Finding
from sojourn.casework.texts import in_words
from sojourn.engine import load_law

STANDINGS: Mapping[str, Promise] = {
    "verified": _("Verified: seal checked, issuer's record asked"),
    "seen": _("Seen, not verified"),
}
STATES: Mapping[str, Promise] = {
    "registered": _("Binds"),
    "superseded": _("Replaced"),
    "withdrawn": _("Withdrawn by its issuer"),
}
ITEMS: Mapping[str, Promise] = {
    "number": _("Number of the certificate"),
    "issuer_country": _("Country that issued it"),
    "issuer_id": _("Institution, as the law data know it"),
    "issuer_name": _("Institution that issued it"),
    "kind": _("Kind"),
    "instrument": _("Agreement"),
    "article": _("Article"),
    "legislation": _("Country whose law applies"),
    "host": _("Country of work"),
    "start": _("First day"),
    "end": _("Last day"),
    "given_names": _("Given names"),
    "family_name": _("Family name"),
    "birth_date": _("Date of birth"),
    "person_number": _("Number of the person"),
    "person_number_kind": _("Kind of the person's number"),
    "employer": _("Employer"),
    "workplace": _("Place of work"),
}
FINDINGS: Mapping[str, Promise] = {
    "own_state_named": _("It says that the law of %(legislation)s applies, which is our own."),
    "other_state_named": _(
        "It says that the law of %(legislation)s applies, which is not the country that issued it."
    ),
    "host_elsewhere": _("It is for work in %(country)s, not in our country."),
    "instrument_unknown": _("The law data do not know the agreement, so nothing was compared with it."),
    "instrument_not_in_force": _("The agreement does not bind the two countries on %(start)s."),
    "article_does_not_fit": _(
        "Article %(article)s is none by which this agreement leaves a person under the law of that country."
    ),
    "longer_than_limit": _("It ends on %(end)s. Article %(article)s gives cover until %(limit)s."),
    "no_end_under_limit": _("It has no last day. Article %(article)s gives cover until %(limit)s."),
    "overlap_own": _("Our certificate %(number)s speaks of the same days, %(start)s to %(end)s."),
    "overlap_own_open": _("Our certificate %(number)s speaks of the same days, from %(start)s on."),
    "overlap_foreign": _("Certificate %(number)s from abroad speaks of the same days, %(start)s to %(end)s."),
    "overlap_foreign_open": _(
        "Certificate %(number)s from abroad speaks of the same days, from %(start)s on."
    ),
    "born_after_start": _("The person was not born before the work began."),
}
DISPUTE_STATES: Mapping[str, Promise] = {
    "doubted": _("Doubts put to the issuer"),
    "reconsidered": _("The issuer looks at it again"),
    "upheld": _("Upheld by the issuer"),
    "corrected": _("Replaced by the issuer"),
    "withdrawn": _("Withdrawn by the issuer"),
    "with_authorities": _("With the competent authorities"),
    "with_commission": _("Before the Administrative Commission"),
    "closed": _("Closed"),
}
PROCEDURES: Mapping[str, Promise] = {
    "eu": _("European coordination: dialogue and conciliation"),
    "agreement": _("Dialogue under the agreement"),
}
STEPS: Mapping[str, Promise] = {
    "put": _("Doubts put to the issuer"),
    "acknowledge": _("Receipt acknowledged; looked at again"),
    "answer": _("Answer of the issuer"),
    "uphold": _("The issuer upholds it"),
    "correct": _("The issuer replaced it"),
    "withdraw": _("The issuer withdrew it"),
    "hand_up": _("Handed to the competent authorities"),
    "bring_before_commission": _("Brought before the Administrative Commission"),
    "reconcile": _("The Commission reconciles the points of view"),
    "close": _("Closed"),
}
STEP_BUTTONS: Mapping[str, Promise] = {
    "acknowledge": _("Acknowledge, and look at it again"),
    "uphold": _("Uphold the certificate"),
    "correct": _("Answer: replaced by a newer one"),
    "withdraw": _("Answer: withdrawn"),
    "hand_up": _("Hand to the competent authorities"),
    "bring_before_commission": _("Bring before the Administrative Commission"),
    "close": _("Close the dispute"),
}
REASONS: Mapping[str, Promise] = {
    "facts_differ": _("What was found at the place of work differs from the certificate"),
    "not_posted": _("The work is not done for the employer that sent the person"),
    "no_activity_at_home": _("The employer has no real activity at home"),
    "replaces_another": _("The person replaces another posted person"),
    "not_insured_before": _("The person was not insured there before"),
    "period_or_article": _("Period or article do not fit the facts"),
    "paper_not_genuine": _("The paper may not be genuine"),
    "other": _("Another reason, in own words"),
}
CONCERN_STATES: Mapping[str, Promise] = {
    "new": _("New"),
    "in_hand": _("In hand"),
    "answered": _("Answered"),
    "closed": _("Closed"),
}
CONCERN_STEPS: Mapping[str, Promise] = {
    "take": _("Take in hand"),
    "answer": _("Keep what was answered"),
    "close": _("Close"),
    "reopen": _("Open again"),
}
LINES: Mapping[str, Promise] = {
    "foreign.registered": _("Registered"),
    "foreign.person_looked_at": _("Person's data looked at"),
    "foreign.doubted": _("Doubts put to the issuer"),
    "foreign.superseded": _("Replaced by a newer certificate"),
    "foreign.withdrawn": _("Withdrawn by its issuer"),
    "foreign.erased": _("Data erased"),
}
PROBLEMS: Mapping[str, Promise] = {
    "issuer_country_missing": _("Choose the country that issued it."),
    "issuer_name_missing": _("Enter the institution that issued it."),
    "instrument_missing": _("Choose the agreement, or say that it is another one."),
    "legislation_missing": _("Choose the country whose law applies."),
    "host_missing": _("Choose the country of work."),
    "start_missing": _("Enter the first day."),
    "given_names_missing": _("Enter the given names as on the certificate."),
    "family_name_missing": _("Enter the family name as on the certificate."),
    "birth_date_missing": _("Enter the date of birth."),
    "day_not_readable": _("Enter a day, a month and a year."),
    "country_unknown": _("Choose a country from the list."),
    "end_before_start": _("Last day must be %(start)s or later, because the cover begins then."),
    "findings_unread": _("Tick that you have read what contradicts, or correct the items."),
    "file_missing": _("Choose a file, or type the certificate by hand."),
    "file_empty": _("The file is empty. Nothing was stored."),
    "file_too_large": _("The file is too big: over %(limit)s MB. Nothing was stored."),
    "file_type_not_allowed": _("The file is not a PDF, JPG or PNG. Nothing was stored."),
    "photo_type_not_allowed": _("The photo is not a JPG or PNG. Nothing was stored."),
    "file_locked": _("The file is locked with a password. Nothing was stored."),
    "too_long": _("Shorten the text to %(limit)s characters or fewer."),
    "control_characters": _("The text holds characters that cannot be seen. Type it anew."),
    "direction_marks": _("The text holds marks that change its direction. Type it anew."),
    "too_many_marks": _("The text holds letters with too many marks on them. Type it anew."),
    "doubt_reason_missing": _("Choose at least one reason."),
    "reason_unknown": _("Choose reasons from the list."),
    "words_missing": _("Write what the other side needs to know."),
    "step_day": _("The day must be from %(start)s to %(end)s."),
    "term_not_settable": _("The law sets this time."),
    "working_days_range": _("Enter between 1 and %(most)s working days."),
    "source_missing": _("Name the text that sets this time."),
    "seen_missing": _("Write what you saw."),
    "address_form": _("E-mail address must be complete, like name@example.com."),
    "institution_missing": _("Choose the institution that stands on the certificate."),
}
REFUSALS: Mapping[str, Promise] = {
    "foreign_registered": _("This file is registered already."),
    "issuer_says_withdrawn": _("The issuer has withdrawn this certificate, so it is not registered."),
    "issuer_says_superseded": _("The issuer has replaced this certificate. Ask for the newer one."),
    "foreign_own_record": _(
        "The issuer decides with this service: its own record says whether the certificate stands."
    ),
    "foreign_not_standing": _("This certificate binds no more, so there is nothing to doubt."),
    "dispute_open": _("Doubts about this certificate are open already."),
    "dispute_changed": _(
        "The other side or a colleague took a step while you had this page open. This is how it stands now."
    ),
    "step_not_open": _("This step is not open now."),
    "certificate_not_withdrawn": _(
        "The certificate has not been withdrawn yet. Withdraw it in its case, then answer."
    ),
    "certificate_not_replaced": _(
        "The certificate has not been replaced yet. Issue the newer one, then answer."
    ),
    "commission_too_early": _(
        "The matter can be brought before the Administrative Commission from %(day)s on."
    ),
    "commission_not_of_agreement": _("The Administrative Commission is for European coordination only."),
    "concern_changed": _(
        "A colleague changed this report while you had the page open. This is how it stands now."
    ),
}
VERDICTS: Mapping[str, Promise] = {
    "in_force": _("Genuine and in force"),
    "ended": _("Genuine, but ended"),
    "altered": _("Altered after sealing. Do not rely on it"),
    "not_ours": _("Nobody here has sealed this file"),
    "cannot_check": _("The file cannot be checked"),
    "no_match": _("Not matched with a record"),
}
SOURCES: Mapping[str, Promise] = {
    "sealed": _("from the sealed data"),
    "read": _("read, to be confirmed"),
}
KINDS: Mapping[str, Promise] = {"a1": _("A1"), "coverage": _("Certificate of coverage")}


def words_of(table: Mapping[str, Promise], code: str) -> str:
    """A code in words; the code itself where it has none."""
    return str(table.get(code, code))


def finding_words(finding: Finding) -> str:
    """What a check found, as one sentence."""
    return in_words(FINDINGS[finding.code], finding.params)


def problem_words(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with what was typed."""
    return in_words(PROBLEMS[code], params)


def refusal_words(code: str, params: Mapping[str, Any]) -> str:
    """Why a step was not possible."""
    return in_words(REFUSALS[code], params)


def line_words(event: str) -> str:
    """A line of the history."""
    return str(LINES.get(event, event))


def instrument_words(instrument_id: str) -> str:
    """The agreement's short title in the language of the day."""
    instrument = load_law().instruments.get(instrument_id)
    if instrument is None:
        return str(_("Another agreement"))
    language = (get_language() or "en")[:2]
    return instrument.short.get(language) or instrument.short.get("en") or instrument.title
