"""The mails of sign-up and sign-in go through the outbox like every other letter."""

import uuid
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from sojourn.messages.errors import UNKNOWN_TEMPLATE, LetterError
from sojourn.messages.events import post_letter

# The library's name of the mail, our letter, and the name under which the library gives the address to open.
_WITH_LINK: Final[Mapping[str, tuple[str, str]]] = {
    "account/email/email_confirmation": ("confirm_address", "activate_url"),
    "account/email/email_confirmation_signup": ("confirm_address", "activate_url"),
    "account/email/password_reset_key": ("password_reset", "password_reset_url"),
    "account/email/account_already_exists": ("have_account", "password_reset_url"),
    "account/email/unknown_account": ("no_account", "signup_url"),
}
_NOTICES: Final[Mapping[str, str]] = {
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/email_changed": "address_changed",
    "account/email/email_confirm": "address_changed",
    "account/email/email_deleted": "address_changed",
    "mfa/email/totp_activated": "way_added",
    "mfa/email/totp_deactivated": "way_removed",
    "mfa/email/webauthn_added": "way_added",
    "mfa/email/webauthn_removed": "way_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
}
_WAYS_TO_SIGN_IN: Final = "mfa_index"


class LetterAccountAdapter(DefaultAccountAdapter):
    """Posts a letter wherever the library would send a mail."""

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Post the letter that belongs to the library's mail. Raises LetterError for a mail we have no letter
        for.
        """
        template, values = _letter(template_prefix, context)
        post_letter(
            template=template,
            recipient=email,
            language=get_language() or settings.LANGUAGE_CODE,
            values=values,
            about=None,
            # Whoever asks twice wants a second mail; double clicks are held back by the library's rate
            # limits.
            key=f"account:{uuid.uuid4()}",
        )


def _letter(template_prefix: str, context: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    if context.get("code"):
        return "sign_in_code", {"code": str(context["code"])}
    if template_prefix in _WITH_LINK:
        template, name = _WITH_LINK[template_prefix]
        return template, {"link": _ours(str(context[name]))}
    if template_prefix in _NOTICES:
        return _NOTICES[template_prefix], {"link": _ours(reverse(_WAYS_TO_SIGN_IN))}
    raise LetterError(UNKNOWN_TEMPLATE, template=template_prefix)


def _ours(address: str) -> str:
    """The same page at the configured address: what a request's Host header says must never reach a
    letter.
    """
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{settings.SOJOURN_BASE_URL}{parts.path}{query}"
