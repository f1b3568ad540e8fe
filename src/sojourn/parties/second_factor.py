"""The second factor at sign-in:

who has one, who has proved it in this session, and where its secret rests.
"""

import base64
import time
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.app_settings import TOTP_PERIOD, TOTP_TOLERANCE
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sojourn.parties.models import Person
from sojourn.vault.envelope import decrypt, encrypt

_CONTEXT: Final = "second_factor"
_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SealedSecondFactors(DefaultMFAAdapter):
    """Keeps the secrets of code apps and recovery codes in the vault's cipher, and speaks in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This is not right, or has been used before. Take the newest code of your app, or try the passkey again."
        ),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for its column."""
        return base64.b64encode(encrypt(text.encode(), context=_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return decrypt(base64.b64decode(encrypted_text), context=_CONTEXT).decode()

    def get_totp_issuer(self) -> str:
        """The name under which the code app lists the account."""
        return "Sojourn"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """What a device shows when it asks which passkey to use: the address, not our number."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.email}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a new passkey is called until its owner calls it something else."""
        return str(_("Passkey"))


def has_second_factor(person: Person) -> bool:
    """Whether the person has set up a code app or a passkey. Recovery codes alone do not count."""
    return Authenticator.objects.filter(user=person, type__in=_FACTORS).exists()


def proved_second_factor(request: HttpRequest, person: Person) -> bool:
    """Whether the person has shown a second factor in this session, not too long ago.

    A form may be sent as long again as its page may be opened, so that what was typed is not lost.
    """
    records = get_authentication_records(request, person)
    newest = max((record["at"] for record in records if record.get("method") == "mfa"), default=0.0)
    lasts = settings.SOJOURN_STAFF_SESSION_SECONDS * (2 if request.method == "POST" else 1)
    return bool(time.time() - newest < lasts)


def use_code_once(person: Person, code: str) -> bool:
    """Whether this code is new.

    The library forgets a used code after one period, but accepts it for three.
    """
    digits = "".join(character for character in code if character.isalnum())
    lasts = TOTP_PERIOD * (2 * TOTP_TOLERANCE + 2)
    return bool(cache.add(f"second_factor.used:{person.pk}:{digits}", True, timeout=lasts))


def set_up_code_app(person: Person, secret: str) -> None:
    """Give the person a code app with this secret (base 32), and recovery codes.

    Nothing if there is one already.
    """
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)
