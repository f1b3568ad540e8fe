"""Is what a follow-on request asks possible beside the certificate that it is about?"""

from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests.checks.gathered import Finding, Gathered, hindrance, warning
from sojourn.requests.corrections import corrected

END, AGREE = "activities[0].end", "question.both_agree"
CRITERIA = (
    "exception.career",
    "exception.family",
    "exception.cover_so_far",
    "exception.hardship",
    "exception.project",
)


def longer_than_certified(gathered: Gathered) -> list[Finding]:
    """An extension ends on a day, and after the certificate does."""
    certified, end = gathered.answers.carried_day("certified_until"), gathered.answers.end
    if END in gathered.answers.unknown:
        return [hindrance("new_end_open", END)]
    if certified and end and end <= certified:
        return [hindrance("not_longer", END, certified=certified)]
    return []


def asked_after_the_end(gathered: Gathered) -> list[Finding]:
    """One should ask before the certificate ends. Later is possible, and an officer reads why."""
    certified = gathered.answers.carried_day("certified_until")
    late = certified is not None and certified < gathered.today
    return [warning("asked_after_end", END, certified=certified)] if late else []


def shorter_than_certified(gathered: Gathered) -> list[Finding]:
    """An early end is before the last day of the certificate, and on or after its first."""
    answers = gathered.answers
    if answers.values.get("question.end_reason") == "never_began":
        return []
    certified, end = answers.carried_day("certified_until"), answers.end
    if END in answers.unknown or (certified is None and end is None):
        return [hindrance("last_day_open", END)]
    if certified and end and end >= certified:
        return [hindrance("not_shorter", END, certified=certified)]
    return []


def both_want_it(gathered: Gathered) -> list[Finding]:
    """What authorities agree in a single case, employer and worker must both want."""
    refused = gathered.answers.values.get(AGREE) is False
    return [hindrance("both_must_want", AGREE)] if refused else []


def something_corrected(gathered: Gathered) -> list[Finding]:
    """A correction changes something."""
    if gathered.before is None or gathered.answers.entered:
        return []
    if corrected(gathered.before, gathered.answers, load_facts()):
        return []
    return [hindrance("nothing_corrected", "question.wrong_item")]


def reason_for_exception(gathered: Gathered) -> list[Finding]:
    """Wishing to choose is no reason: at least one of the criteria has words."""
    if any(gathered.answers.text(name) or name in gathered.answers.entered for name in CRITERIA):
        return []
    return [hindrance("no_reason_for_exception", CRITERIA[0])]


def asked_about_already(gathered: Gathered) -> list[Finding]:
    """Another request about the same certificate is with the institution: two answers could contradict."""
    fact_id = load_facts().asked_afterwards(gathered.answers.kind)[0]
    return [
        warning("asked_about_already", fact_id, reference=other.reference, state=other.state)
        for other in gathered.about_same_certificate
    ]
