"""What somebody who leads should know of keys and time stamps before it stops the work."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from sojourn.casework.hosting.seals import PROOFS, keys_ending
from sojourn.certificates.stamping import last_failure
from sojourn.parties.acting import ActingAs
from sojourn.requests.texts import day_words

_ENDS: Final[Mapping[str, Promise]] = {
    "seal": lazy("The key of the seal ends on %(day)s."),
    "credential": lazy("The key that signs offline codes, credentials and status lists ends on %(day)s."),
    PROOFS: lazy("The key that seals proofs of application ends on %(day)s."),
}
_MISSING: Final[Mapping[str, Promise]] = {
    "seal": lazy("There is no seal with which certificates can be issued today."),
    "credential": lazy("There is no key to sign offline codes, credentials and status lists."),
    PROOFS: lazy("There is no key to seal proofs of application, so nobody gets one."),
}


def troubles_of(acting: ActingAs) -> tuple[str, ...]:
    """Sentences for the desk's first page: each key that ends within 30 days or is not there, and the time stamps."""
    return (*_keys(acting), *_time_stamps())


def _keys(acting: ActingAs) -> Iterator[str]:
    for key in keys_ending(str(acting.institution_id)):
        if key.on is None:
            yield str(_MISSING[key.purpose])
        else:
            yield str(_ENDS[key.purpose]) % {"day": day_words(key.on, get_language() or "en")}


def _time_stamps() -> Iterator[str]:
    if not settings.SOJOURN_TIMESTAMP_URL:
        # A demonstration and tests seal without; where people rely on seals, somebody has to choose.
        if settings.SOJOURN_MODE == "production":
            yield _("No time-stamp service is set: seals do not prove when they were made.")
        return
    # Where certificates wait instead, those that wait say why.
    failed = last_failure() if settings.SOJOURN_WITHOUT_TIMESTAMP == "issue" else None
    if failed is not None:
        words = _("The time-stamp service did not answer at %(at)s UTC. Seals bear no time until it does.")
        yield words % {"at": f"{failed:%H:%M}"}
