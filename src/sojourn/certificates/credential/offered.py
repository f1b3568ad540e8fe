"""Which credentials the service offers, and for which certificates."""

from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates import access
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.content import CertificateContent
from sojourn.certificates.credential.errors import NOT_FITTING, NOT_IN_FORCE, NOT_OFFERED, CredentialRefused
from sojourn.certificates.credential.making import record_for
from sojourn.certificates.credential.mapping import Unmappable, claims_of
from sojourn.certificates.credential.profiles import Profile, all_profiles
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.face import Issue
from sojourn.certificates.status_list.access import reference_of
from sojourn.core import clock


def profiles_in_use() -> tuple[Profile, ...]:
    """All profiles: the shipped ones and the operator's. Raises ImproperlyConfigured for one that does not load."""
    return _loaded(settings.SOJOURN_CREDENTIAL_PROFILES)


@cache
def _loaded(folder: str) -> tuple[Profile, ...]:
    try:
        return all_profiles(Path(folder) if folder else None)
    except (ValueError, OSError) as error:
        raise ImproperlyConfigured(f"SOJOURN_CREDENTIAL_PROFILES: {error}") from None


def offered_profiles() -> tuple[Profile, ...]:
    """Those that are given out here."""
    return tuple(each for each in profiles_in_use() if each.offered)


def offered_profile(configuration: str) -> Profile:
    """One of them by its name. Raises CredentialRefused."""
    for profile in offered_profiles():
        if profile.configuration_id == configuration:
            return profile
    raise CredentialRefused(NOT_OFFERED)


def fitting_profiles(number: str) -> tuple[Profile, ...]:
    """The offered profiles as which this certificate can be given out today; none where it is not in force."""
    try:
        issued, content = certificate_in_force(number)
    except (CertificateUnknown, CredentialRefused):
        return ()
    issue = issue_of(issued)
    return tuple(each for each in offered_profiles() if _fits(content, issue, each, clock.now()))


def certificate_in_force(number: str) -> tuple[IssuedCertificate, CertificateContent]:
    """A certificate that may become a credential today. Raises CertificateUnknown, and CredentialRefused where it was
    replaced, withdrawn or has ended: a wallet would show what does not count any more.
    """
    issued, content = access.certificate_and_content(number)
    ended = content.period_end is not None and content.period_end < clock.today()
    # One that is suspended binds all the same; its place in the status list tells wallets of it.
    if not issued.status.stands or ended:
        raise CredentialRefused(NOT_IN_FORCE)
    return issued, content


def require_fitting(content: CertificateContent, issue: Issue, profile: Profile) -> None:
    """Raises CredentialRefused where the certificate does not fit the profile."""
    if not _fits(content, issue, profile, clock.now()):
        raise CredentialRefused(NOT_FITTING, profile=profile.configuration_id)


def issue_of(issued: IssuedCertificate) -> Issue:
    """What was known at its issue. The secret of its paper is not part of it: no credential holds that."""
    return Issue(
        number=issued.number,
        secret="",
        issued_on=issued.issued_at.date(),
        base_url=settings.SOJOURN_BASE_URL,
        demonstration=settings.SOJOURN_MODE != "production",
        status=reference_of(issued.number),
    )


def _fits(content: CertificateContent, issue: Issue, profile: Profile, moment: datetime) -> bool:
    try:
        claims_of(record_for(content, issue, moment), profile)
    except Unmappable:
        return False
    return True
