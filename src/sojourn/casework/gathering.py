"""Gathers what checks and decisions look at, with as few queries as there are kinds of thing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sojourn.casework.asking.established import established_in, standings_in
from sojourn.casework.bases import bases_of, disputed_of
from sojourn.casework.changing import (
    changed_content,
    changes_certificate_only,
    following_facts,
    with_consent,
)
from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import Finding, Severity
from sojourn.casework.checks.straight_through import run_checks
from sojourn.casework.content import certificate_content
from sojourn.casework.grounds.standing import set_aside
from sojourn.casework.hosting.terms import Terms
from sojourn.casework.models import Case, Flag, InstitutionSetting
from sojourn.casework.risk import risk_of
from sojourn.casework.surroundings import law_behind, of_worker, surroundings
from sojourn.certificates import document
from sojourn.certificates.content import CertificateContent
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.engine import Determination, Law, determine, load_law, read_situation
from sojourn.parties.reading import one_look
from sojourn.requests.afterwards.for_casework import Followed, followed_by
from sojourn.requests.amending import amended_file
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
    # Both look at the same rows.
    with one_look():
        standings = standings_in(case.pk)
        file = amended_file(file, established_in(case.pk))
    law = load_law()
    followed = followed_by(file.id) if file.follows_id else None
    situation = with_consent(file.situation, case.consent)
    determination = determine(read_situation(situation), law)
    worker = of_worker(case, followed, law)
    facts = replace(
        stated_facts(file, setting),
        situation=situation,
        determination=determination.to_json(),
        other_requests=worker.requests,
        other_certificates=worker.certificates,
    )
    if followed is not None:
        facts = following_facts(facts, case, followed)
    facts = replace(
        facts,
        around=surroundings(case, file, facts, law, worker),
        law=law_behind(facts, law),
        bases=bases_of(facts, standings, followed),
        disputed=disputed_of(standings),
    )
    content, problems = _tried_out(facts, law, followed, setting.read)
    facts = replace(facts, print_problems=problems)
    findings = set_aside(run_checks(facts), case, facts.today)
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
        accepted_bases=frozenset(setting.read.accepted_bases),
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
            waiver=finding.waiver,
        )
        for position, finding in enumerate(findings)
    )


def kept_findings(case: Case) -> tuple[Finding, ...]:
    """What was found when the case was last checked."""
    return tuple(
        Finding(flag.code, Severity(flag.severity), tuple(flag.fields), dict(flag.params), flag.waiver)
        for flag in case.flags.all()
    )
