"""Gathers what checks and decisions look at, with as few queries as there are kinds of thing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sojourn.casework.asking.established import as_established
from sojourn.casework.changing import (
    changed_content,
    changes_certificate_only,
    following_facts,
    with_consent,
)
from sojourn.casework.checks.facts import CaseFacts, OtherCertificate, OtherRequest
from sojourn.casework.checks.findings import Finding, Severity
from sojourn.casework.checks.straight_through import run_checks
from sojourn.casework.content import certificate_content
from sojourn.casework.hosting.terms import Terms
from sojourn.casework.models import Case, Decision, Flag, InstitutionSetting
from sojourn.casework.risk import risk_of
from sojourn.casework.states import CaseState
from sojourn.certificates import document
from sojourn.certificates.content import CertificateContent
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.engine import Determination, Law, determine, load_law, read_situation
from sojourn.requests.afterwards.for_casework import Followed, followed_by
from sojourn.requests.for_casework import RequestFile


@dataclass(frozen=True, slots=True)
class Gathered:
    """A case with everything that its decision rests on, as of one moment.

    `content` is what the certificate would say; None where the law gives none or it cannot be made.
    """

    case: Case
    file: RequestFile
    setting: InstitutionSetting
    facts: CaseFacts
    findings: tuple[Finding, ...]
    law: Law
    determination: Determination
    content: CertificateContent | None
    followed: Followed | None = None

    @property
    def hindrances(self) -> list[Finding]:
        """The findings that keep the case from being decided without a person or a waiver."""
        return [finding for finding in self.findings if finding.hinders]


def gather(case: Case, file: RequestFile, setting: InstitutionSetting) -> Gathered:
    """Determine again with the law of today and the facts as established, and run the checks.

    Raises SituationError where the stored situation is none (it was checked before it was handed in).
    """
    file = as_established(case.pk, file)
    law = load_law()
    followed = followed_by(file.id)
    situation = with_consent(file.situation, case.consent)
    determination = determine(read_situation(situation), law)
    facts = replace(
        stated_facts(file, setting),
        situation=situation,
        determination=determination.to_json(),
        other_requests=_other_requests(case),
        other_certificates=_other_certificates(case, followed),
    )
    if followed is not None:
        facts = following_facts(facts, case, followed)
    content, problems = _tried_out(facts, law, followed, setting.read)
    facts = replace(facts, print_problems=problems)
    findings = tuple(run_checks(facts))
    return Gathered(case, file, setting, facts, findings, law, determination, content, followed)


def _tried_out(
    facts: CaseFacts, law: Law, followed: Followed | None, terms: Terms
) -> tuple[CertificateContent | None, tuple[Problem, ...]]:
    """What the certificate would say, or what stands against making it."""
    try:
        if followed is not None and changes_certificate_only(facts, followed):
            content = changed_content(facts, followed)
        else:
            content = certificate_content(facts, law, facts.today, terms)
    except WrongState:
        return None, ()
    except InvalidInput as error:
        return None, error.problems
    unprintable = tuple(Problem(each.field, "not_printable") for each in document.unprintable(content))
    return (None if unprintable else content), unprintable


def stated_facts(file: RequestFile, setting: InstitutionSetting) -> CaseFacts:
    """What the request itself says, before the law is asked and other cases are looked at."""
    stated = CaseFacts(
        today=clock.today(),
        institution_id=setting.pk,
        country=setting.country,
        accepted_confidence=setting.accepted_confidence,
        applicant_kind=file.applicant_kind,
        situation=file.situation,
        particulars=file.particulars,
        determination={},
        explained=frozenset(code for code, _ in file.remarks),
    )
    return replace(stated, accepted_confidence=setting.weakest_confidence(stated.host, file.kind))


def keep_findings(case: Case, findings: Sequence[Finding]) -> None:
    """Put what was found just now in the place of what was found before."""
    case.risk = risk_of(findings)
    Case.objects.filter(pk=case.pk).update(risk=case.risk)
    case.flags.all().delete()
    Flag.objects.bulk_create(
        Flag(
            case=case,
            position=position,
            code=finding.code,
            severity=finding.severity.value,
            fields=list(finding.fields),
            params=dict(finding.params),
        )
        for position, finding in enumerate(findings)
    )


def kept_findings(case: Case) -> tuple[Finding, ...]:
    """What was found when the case was last checked."""
    return tuple(
        Finding(flag.code, Severity(flag.severity), tuple(flag.fields), dict(flag.params))
        for flag in case.flags.all()
    )


def _other_requests(case: Case) -> tuple[OtherRequest, ...]:
    """Requests for the same worker that this institution has in hand."""
    others = (
        Case.objects.of_person(case.number_index, case.identity_index)
        .of_institution(case.institution_id)
        .undecided()
        .exclude(pk=case.pk)
    )
    return tuple(
        OtherRequest(other.reference, other.host, other.start, other.end) for other in others if other.start
    )


def _other_certificates(case: Case, followed: Followed | None) -> tuple[OtherCertificate, ...]:
    """Certificates of the same worker that stand, whichever hosted institution issued them; but the one that the
    request is about, which will be replaced."""
    decisions = (
        Decision.objects.in_force()
        .filter(
            case__in=Case.objects.of_person(case.number_index, case.identity_index).exclude(pk=case.pk),
            case__state__in=[CaseState.DECIDED, CaseState.REOPENED],
            result="approved",
        )
        .select_related("case")
    )
    return tuple(
        OtherCertificate(
            decision.certificate_number, decision.case.host, decision.certified_from, decision.certified_until
        )
        for decision in decisions
        if decision.certificate_number
        and decision.certified_from
        and (followed is None or decision.certificate_number != followed.number)
    )
