"""Requests about a certificate: what their checks look at, and what the changed certificate says.

A slip of the pen and an early end rest on the determination of the certificate that they change: the law is not asked
again, and the paper differs from the old one in nothing but what was reported.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sojourn.casework.checks.facts import CaseFacts, FollowedCertificate
from sojourn.casework.content import printed_parts
from sojourn.casework.models import Case, Decision
from sojourn.certificates import access as certificates
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.errors import CertificateUnknown
from sojourn.core.errors import WrongState
from sojourn.requests.afterwards.for_casework import Followed

WORDS: Final = ("request.own_words",)


def following_facts(facts: CaseFacts, case: Case, followed: Followed) -> CaseFacts:
    """The facts with what they say of the certificate that the request is about.

    Where the law is not asked again, the determination is that of the decision on that certificate.
    """
    determination = facts.determination
    if changes_certificate_only(facts, followed):
        before = Decision.objects.filter(certificate_number=followed.number).first()
        determination = before.determination if before else determination
    beyond = followed.limit is not None and (facts.asked_end is None or facts.asked_end > followed.limit)
    return replace(
        facts,
        kind=followed.kind,
        determination=determination,
        followed=FollowedCertificate(followed.number, status_of(followed.number)),
        corrected=followed.corrected,
        is_spelling=followed.is_spelling,
        asks_beyond_limit=beyond,
        consent_recorded=bool(case.consent),
        has_own_words=bool(followed.words),
    )


def status_of(number: str) -> str | None:
    """The status of a certificate; None for one that was not issued here."""
    try:
        return certificates.certificate(number).status.value if number else None
    except CertificateUnknown:
        return None


def changes_certificate_only(facts: CaseFacts, followed: Followed) -> bool:
    """Whether the certificate is changed without determining anew."""
    known = bool(followed.number) and status_of(followed.number) is not None
    return known and (followed.is_spelling or followed.kind in {"early_end", "replacement"})


def changed_content(facts: CaseFacts, followed: Followed) -> CertificateContent:
    """What the certificate says after a slip was put right, or the work ended earlier.

    Raises WrongState "law_gives_no_certificate" where nothing is issued, and InvalidInput as `read_content`.
    """
    if followed.kind == "replacement" or followed.never_began:
        raise WrongState("law_gives_no_certificate")
    old = certificates.content(followed.number).model_dump(mode="json")
    if followed.kind == "early_end":
        return read_content(old | {"period_end": facts.asked_end, "decided_on": facts.today})
    return read_content(old | printed_parts(facts) | {"decided_on": facts.today})


def with_consent(situation: Mapping[str, Any], consent: Mapping[str, Any]) -> Mapping[str, Any]:
    """The situation with what the authorities agreed; added where the wish was the officer's, not the applicant's."""
    if not consent:
        return situation
    asked = dict(next(iter(situation.get("requests") or ()), {}))
    agreed = {
        "kind": consent["kind"],
        "legislation": consent["legislation"],
        "countries": consent["countries"],
        "state": "agreed",
        "until": consent["until"],
    }
    # An extension goes on with the stay from its first day; an exception holds from the day that was agreed.
    if consent["kind"] == "exception":
        agreed["start"] = consent["start"]
    return {**situation, "requests": [{**asked, **agreed}]}
