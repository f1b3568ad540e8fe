"""The service says at its start when its address is too long for the codes on paper."""

import pytest
from pytest_django import Settings

from sojourn.certificates.offline import LONGEST_STATUS_ADDRESS
from sojourn.certificates.setting_checks import LONGEST_ADDRESS_CODE, base_address_fits_codes
from tests.certificates.builders import an_issue


@pytest.mark.parametrize(
    ("length", "found"),
    [(20, []), (24, []), (25, ["sojourn.W001"]), (61, ["sojourn.W001"]), (62, ["sojourn.E001"])],
)
def test_a_long_address_is_said(length: int, found: list[str], settings: Settings) -> None:
    settings.SOJOURN_BASE_URL = "https://".ljust(length, "x")
    assert [each.id for each in base_address_fits_codes()] == found
    fits = len(an_issue(base_url=settings.SOJOURN_BASE_URL).address) <= LONGEST_ADDRESS_CODE
    assert fits == (found == [])
    status = f"{settings.SOJOURN_BASE_URL}/status/bcdfghjk"
    assert (len(status) <= LONGEST_STATUS_ADDRESS) == (found != ["sojourn.E001"])
