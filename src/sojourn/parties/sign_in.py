"""Sign-up and sign-in as this house does them, on top of django-allauth."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sojourn.core.actors import Subject
from sojourn.journal.events import record
from sojourn.messages.accounts import LetterAccountAdapter
from sojourn.parties.access import acting_for_self, is_staff
from sojourn.parties.models import Person
from sojourn.parties.particulars import tidy


class AccountAdapter(LetterAccountAdapter):
    """Decides what the library leaves open:

    words, where to go next, how long a session lasts, what is journaled.
    """

    error_messages = {
        **LetterAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address and password do not fit. Check both."),
        "incorrect_password": _("This is not the password of this account. Check it."),
        "enter_current_password": _("This is not your present password. Check it."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "duplicate_email": _("This is the address of your account already."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "account_inactive": _("This account is closed."),
    }

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """A new account: address, name if given, and the language of the page."""
        user.name = tidy(form.cleaned_data.get("name"))
        user.language = get_language() or settings.LANGUAGE_CODE
        with transaction.atomic():
            saved: Person = super().save_user(request, user, form, commit=commit)
            if commit:
                self._journal(saved, "account_opened")
        return saved

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """After the address is confirmed: to choose a password if the account has none yet.

        Whoever pressed the button in the mail holds the mailbox, in whatever browser; nobody can have
        chosen a password for this address before them.
        """
        person = email_address.user
        if person.has_usable_password():
            return str(super().get_email_verification_redirect_url(email_address))
        token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
        address = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token}
        )
        # Where they were going when they had to sign up, if this is still the same browser.
        after = getattr(self.request, "after_sign_up", "")
        return f"{address}?{urlencode({REDIRECT_FIELD_NAME: after})}" if after else address

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the list of ways to sign in."""
        return reverse("mfa_index")

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Only to the confirmed address of the account, or the one it was opened with.

        An address that somebody has typed as their new one, and that may belong to a stranger, opens nothing.
        """
        if email.lower() == user.email.lower():
            super().send_password_reset_mail(user, email, context)
        else:
            send_unknown_account_mail(self.request, email)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person, and the journal, that a way to sign in was changed."""
        # The password that ends sign-up changes nothing that was there before.
        if getattr(self.request, "first_password", False):
            return
        with transaction.atomic():
            super().send_notification_mail(template_prefix, user, context, email)
            self._journal(user, "way_to_sign_in_changed", what=template_prefix.rsplit("/", 1)[-1])

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin the session, under a new key."""
        super().login(request, user)
        self._journal(user, "signed_in")

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        """Sessions of institutions' staff end sooner."""
        response: HttpResponse = super().post_login(request, user, **details)
        if is_staff(user):
            request.session.set_expiry(settings.SOJOURN_STAFF_SESSION_SECONDS)
        return response

    def _journal(self, person: Person, event: str, **details: str) -> None:
        actor = acting_for_self(person).actor
        record(event=event, actor=actor, subject=Subject("person", str(person.pk)), details=details)
