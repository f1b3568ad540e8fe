"""Whether the service's address is short enough for the codes on paper."""

from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from sojourn.certificates.offline import LONGEST_STATUS_ADDRESS

LONGEST_ADDRESS_CODE: Final = 70
"""Characters of the address with number and secret: more, and the small code's squares get too fine for its size."""
# "/c/", the number, "/" and the secret; "/status/" and the name of a list.
_BESIDES_IN_CODE: Final = 46
_BESIDES_IN_STATUS: Final = 16


@register()
def base_address_fits_codes(**kwargs: Any) -> list[CheckMessage]:
    """A warning where the address code gets longer than 70 characters, an error where the offline code has no room."""
    length = len(settings.SOJOURN_BASE_URL)
    if length > LONGEST_STATUS_ADDRESS - _BESIDES_IN_STATUS:
        return [
            Error(
                f"SOJOURN_BASE_URL has {length} characters. Certificates cannot be made with more than "
                f"{LONGEST_STATUS_ADDRESS - _BESIDES_IN_STATUS}.",
                hint="Give the service a shorter address.",
                id="sojourn.E001",
            )
        ]
    if length > LONGEST_ADDRESS_CODE - _BESIDES_IN_CODE:
        return [
            Warning(
                f"SOJOURN_BASE_URL has {length} characters, so that the small code on certificates holds "
                f"{length + _BESIDES_IN_CODE}. Poor copies are read more surely with {LONGEST_ADDRESS_CODE} or fewer.",
                hint=f"An address of {LONGEST_ADDRESS_CODE - _BESIDES_IN_CODE} characters or fewer does it.",
                id="sojourn.W001",
            )
        ]
    return []
