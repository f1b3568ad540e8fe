"""Sealing with a time stamp, where a service for it is configured (SOJOURN_TIMESTAMP_URL): PAdES B-T instead of B-B."""

import logging
from datetime import datetime
from typing import Final

from asn1crypto import cms
from django.conf import settings
from django.core.cache import cache
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from sojourn.certificates.errors import NO_TIMESTAMP, SealUnavailable
from sojourn.certificates.keys import Sealer
from sojourn.certificates.seal import seal
from sojourn.certificates.stamp_check import in_one_form
from sojourn.core import clock

_LOG: Final = logging.getLogger(__name__)
_SECONDS: Final = 5
_FAILED: Final = "certificates.time_stamp_failed"
_REMEMBERED_SECONDS: Final = 3600


def last_failure() -> datetime | None:
    """When the time-stamp service last failed within the hour; None where it did not."""
    failed: datetime | None = cache.get(_FAILED)
    return failed


def seal_and_stamp(pdf: bytes, sealer: Sealer, *, label: str, name: str) -> bytes:
    """The sealed document, with the time at which it was sealed where a service for that is configured.

    While the service is away or answers wrongly, SealUnavailable `no_timestamp` is raised, so that issuing waits; or,
    where SOJOURN_WITHOUT_TIMESTAMP says `issue`, the seal bears no time. Raises what `seal` raises.
    """
    address = settings.SOJOURN_TIMESTAMP_URL
    if not address:
        return seal(pdf, sealer, label=label, name=name)
    try:
        return seal(pdf, sealer, label=label, name=name, stamper=_Service(address, timeout=_SECONDS))
    except TimestampRequestError as error:
        _LOG.warning("no time stamp: %s", type(error.__cause__ or error).__name__)
        cache.set(_FAILED, clock.now(), _REMEMBERED_SECONDS)
    if settings.SOJOURN_WITHOUT_TIMESTAMP != "issue":
        raise SealUnavailable(NO_TIMESTAMP)
    return seal(pdf, sealer, label=label, name=name)


class _Service(RequestsHTTPTimeStamper):
    """Asks the service, and takes only a stamp that our own check will accept."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            return cms.ContentInfo.load(in_one_form(token.dump(), message_digest))
        except TimestampRequestError:
            raise
        except Exception as error:
            raise TimestampRequestError("the time stamp does not hold") from error
