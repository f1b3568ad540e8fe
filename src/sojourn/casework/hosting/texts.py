"""The words of an institution's settings: sections, tasks, modes, and what is wrong with what was typed."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.casework.texts import in_words

SECTIONS: dict[str, Promise] = {
    "identity": _("Name and addresses"),
    "hours": _("Hours"),
    "writing": _("Languages and letterhead"),
    "numbering": _("Numbering"),
    "queues": _("Queues"),
    "deadlines": _("Deadlines"),
    "sample": _("Samples"),
    "sampling_stop": _("Samples"),
    "accepted_bases": _("Samples"),
    "second_signature": _("Second signatures"),
    "corridors": _("What we decide"),
}

TASKS: dict[str, Promise] = {
    "identity": _("Name and addresses"),
    "writing": _("Languages and letterhead"),
    "numbering": _("Numbering"),
    "keys": _("Seal and keys"),
    "deadlines": _("Queues and deadlines"),
    "corridors": _("Corridors"),
    "automation": _("Automation"),
    "people": _("People"),
    "try": _("Try it"),
}

UNTIL_DONE: dict[str, Promise] = {
    "identity": _("Until then certificates and letters carry only what the law data know of you."),
    "writing": _("Until then letters are written in English and begin with the name alone."),
    "numbering": _("Until then your letters show the reference of the request without a sign of yours."),
    "keys": _("Until then nothing can be issued: a certificate without a seal is none."),
    "deadlines": _("Until then every case has the service's usual time, and there is one queue for all."),
    "corridors": _("Until then every kind of request is taken for every country for which you issue."),
    "automation": _("Until two people lead here, automation that was stopped cannot be started again."),
    "people": _("Until then there is no officer to look at what is not clear."),
    "try": _("Until then the institution cannot be opened to applicants, and requests become packages."),
}

MODES: dict[str, Promise] = {
    "elsewhere": _("Not here"),
    "officer": _("An officer decides"),
    "through": _("Straight through"),
}

CONFIDENCE: dict[str, Promise] = {
    "low": _("Law data: low confidence"),
    "medium": _("Law data: medium confidence"),
    "high": _("Law data: high confidence"),
}

ROLES: dict[str, Promise] = {
    "officer": _("Officer"),
    "lead": _("Lead"),
    "administrator": _("Administrator"),
}

ROLES_EXPLAINED: dict[str, Promise] = {
    "officer": _("Looks at cases and decides them."),
    "lead": _("Also leads the work: settings, automation, hand-over, absence."),
    "administrator": _("Also looks after people and opens the institution to applicants."),
}

OCCASIONS: dict[str, Promise] = {
    "exception": _("An exception by agreement of the authorities"),
    "own_employer": _("A request of the institution's own staff or employer"),
    "over_limit": _("A period longer than the law gives without consent"),
    "automatic_corrected": _("The correction of an automatic decision"),
}

OUTCOMES: dict[str, Promise] = {
    "certificate": _("Approved, with the certificate"),
    "question": _("A question to the applicant"),
    "refusal": _("Refused, with the letter"),
}

STATUSES: dict[str, Promise] = {
    "employee": _("Employee"),
    "self_employed": _("Self-employed"),
}

PROBLEMS: dict[str, Promise] = {
    "reason_missing": _("Say why."),
    "reason_for_unsure_law": _(
        "The law data are less sure than you accept here. Say in writing why it may go on."
    ),
    "too_long": _("Shorten the text to %(limit)s characters or fewer."),
    "too_many": _("Enter at most %(limit)s."),
    "control_characters": _("The text holds characters that cannot be seen. Type it anew."),
    "direction_marks": _("The text holds marks that change its direction. Type it anew."),
    "too_many_marks": _("The text holds letters with too many marks on them. Type it anew."),
    "number_wanted": _("Enter a whole number."),
    "number_low": _("Enter %(ge)s or more."),
    "number_high": _("Enter %(le)s or fewer."),
    "time_form": _("Write two times, like 08:00 to 15:30, or leave it empty."),
    "closes_before_opening": _("The second time must be later than the first."),
    "zone_missing": _("Choose a time zone for the hours."),
    "zone_unknown": _("Choose a time zone from the list."),
    "prefix_form": _("Use 1 to 8 capital letters and digits, without spaces."),
    "name_missing": _("Enter a name for the queue."),
    "choose_from_list": _("Choose from the list."),
    "country_unknown": _("Choose a country from the list."),
    "exceptions_need_two": _("An exception is always signed by two people."),
    "never_automatic": _("An exception is always decided by people."),
    "email_missing": _("Enter the e-mail address."),
    "email_wrong_form": _("E-mail address must have a name, an @ and a domain, like name@example.com."),
    "role_unknown": _("Choose what the person may do."),
    "already_staff": _("This person works here already. You can change the role in the list."),
    "last_administrator": _(
        "Somebody has to administer the institution. Make another person an administrator first."
    ),
    "date_not_readable": _("Enter a day, a month and a year."),
    "absence_out_of_order": _("The last day must be the first day or later."),
    "absence_over": _("The last day must be today or later."),
    "absence_too_long": _("Enter at most %(limit)s days at a time."),
    "scope_unknown": _("Choose a country or a kind from the list."),
}

# What a value that cannot be says in the words of its field: by the code of the library that reads it.
_READ: dict[str, str] = {
    "int_parsing": "number_wanted",
    "int_type": "number_wanted",
    "greater_than_equal": "number_low",
    "less_than_equal": "number_high",
    "string_too_long": "too_long",
    "string_pattern_mismatch": "prefix_form",
    "string_too_short": "name_missing",
    "literal_error": "choose_from_list",
}

REFUSALS: dict[str, Promise] = {
    "terms_changed": _(
        "Somebody else saved settings while you had this page open. This is how they stand now."
    ),
    "trial_missing": _("Run the samples with the settings as they are now first. All have to come out well."),
    "automation_runs": _("This runs already."),
    "restart_own": _("You asked for this yourself. Somebody else has to confirm it."),
    "restart_over": _("This was taken back, or automation was stopped anew. Ask again."),
}

FAILURES: dict[str, Promise] = {
    "no_seal_key": _("There is no key to seal with."),
    "no_credential_key": _("There is no key to sign offline codes, credentials and status lists."),
    "key_compromised": _(
        "The key may be in the hands of others, so it signs no more. The operator makes another."
    ),
    "key_out_of_reach": _("The place where the key rests does not answer, or cannot be read."),
    "key_not_valid_now": _("The key's certificate is not valid today."),
    "no_timestamp": _("The time-stamp service does not answer."),
    "no_room": _("There is no room left where files are kept."),
    "not_printable": _("The paper cannot print what stands in the settings."),
    "faces_differ": _("The paper did not come out as decided."),
    "layout_failed": _("The paper could not be laid out."),
    "law_gives_no_certificate": _("The law gives no certificate."),
    "invalid_input": _("The certificate cannot take what stands in the settings."),
}


def problem_words(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with a field of the settings."""
    if code == "too_long" and "limit" not in params:
        # The library says of a list what it says of nothing else: how many there may be.
        code, params = "too_many", {"limit": params.get("max_length", "")}
    if code == "string_too_long":
        params = {"limit": params.get("max_length", "")}
    words = PROBLEMS.get(_READ.get(code, code), PROBLEMS["choose_from_list"])
    return in_words(words, params)


def refusal_words(code: str) -> str:
    """Why a step was not possible."""
    return str(REFUSALS[code])


def failure_words(code: str) -> str:
    """What went wrong with a sample; in general words for what has none of its own."""
    return str(FAILURES.get(code, _("A technical failure. The operator finds it in the log.")))
