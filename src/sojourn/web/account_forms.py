"""The forms of sign-up and sign-in:

the library's, in our words, for password managers, with one box a password.
"""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sojourn.parties.particulars import text_problem, tidy
from sojourn.parties.passwords import MINIMUM
from sojourn.parties.second_factor import use_code_once
from sojourn.parties.texts import problem_text

_EMAIL_ERRORS = {
    "required": _("Enter the e-mail address."),
    "invalid": _("E-mail address must have a name, an @ and a domain, like name@example.com."),
}
_NO_PASSWORD = {"required": _("Enter the password.")}
_NO_CODE = {"required": _("Enter the code.")}


def _say(
    field: forms.Field, *, label: Any, hint: Any = "", errors: dict[str, Any], **attributes: str
) -> None:
    """Give a field of the library our words; no placeholders, which vanish while one types."""
    field.label = label
    field.help_text = hint
    field.error_messages.update(errors)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


def _say_email(field: forms.Field, *, label: Any, hint: Any = "", autocomplete: str = "email") -> None:
    too_long = _("E-mail address must have at most 254 characters.")
    field.validators.append(MaxLengthValidator(254, message=too_long))
    field.validators = [
        EmailValidator(_EMAIL_ERRORS["invalid"]) if isinstance(validator, EmailValidator) else validator
        for validator in field.validators
    ]
    _say(field, label=label, hint=hint, errors=_EMAIL_ERRORS, autocomplete=autocomplete)


def _say_new_password(form: forms.Form) -> None:
    """One box, which can be shown, instead of two that are typed alike."""
    del form.fields["password2"]
    hint = _("At least %(least)s characters. Three or four unrelated words make a good one.") % {
        "least": MINIMUM
    }
    _say(
        form.fields["password1"],
        label=_("New password"),
        hint=hint,
        errors=_NO_PASSWORD,
        autocomplete="new-password",
    )


def _say_code(field: forms.Field, *, label: Any, hint: Any) -> None:
    _say(field, label=label, hint=hint, errors=_NO_CODE, autocomplete="one-time-code", inputmode="numeric")


class SignInForm(account.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_email(self.fields["login"], label=_("E-mail address"), autocomplete="username webauthn")
        _say(self.fields["password"], label=_("Password"), errors=_NO_PASSWORD)

    def _setup_password_field(self) -> None:
        """The library drops the password here when sign-up does not ask for one."""


class SignUpForm(account.SignupForm):
    """Address, and a name if one likes."""

    name = forms.CharField(
        required=False,
        label=_("Your name"),
        help_text=_("Your colleagues see it beside your requests."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_email(
            self.fields["email"],
            label=_("E-mail address"),
            hint=_("We send a link to it. Use the address at which your work reaches you."),
        )
        self.order_fields(["email", "name"])

    def clean_name(self) -> str:
        """The name, tidied. Raises ValidationError when it cannot be printed."""
        name = tidy(self.cleaned_data["name"])
        problem = text_problem("person_name", name, required=False)
        if problem:
            raise forms.ValidationError(problem_text(problem))
        return name

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account; when somebody with the same address was faster, as if it had been there before."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class ForgottenPasswordForm(account.ResetPasswordForm):
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_email(self.fields["email"], label=_("E-mail address"), autocomplete="username")


class NewPasswordForm(account.ResetPasswordKeyForm):
    """A new password, after the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)


class FirstPasswordForm(account.SetPasswordForm):
    """A password for an account that has only had passkeys."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)


class ChangePasswordForm(account.ChangePasswordForm):
    """The present password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], label=_("Present password"), errors=_NO_PASSWORD)
        _say_new_password(self)


class NewAddressForm(account.AddEmailForm):
    """The address that is to become the account's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_email(
            self.fields["email"],
            label=_("New e-mail address"),
            hint=_("It counts once you have pressed the button in the letter that we send there."),
        )


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["password"], label=_("Password"), errors=_NO_PASSWORD)


class _CodeOnce(forms.Form):
    """A code counts once, also while the clock would still let it pass."""

    user: Any

    def clean_code(self) -> str:
        """The code, if it is right and new. Raises ValidationError."""
        code: str = super().clean_code()  # type: ignore[misc]
        if not use_code_once(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_CodeOnce, second_factor.AuthenticateForm):
    """The second factor at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(
            self.fields["code"],
            label=_("Code"),
            hint=_("The 6 digits in your code app, or one of your recovery codes."),
        )


class ConfirmSecondFactorForm(_CodeOnce, second_factor.ReauthenticateForm):
    """The second factor once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(
            self.fields["code"],
            label=_("Code"),
            hint=_("The 6 digits in your code app, or one of your recovery codes."),
        )


class CodeAppForm(ActivateTOTPForm):
    """The first code of a new code app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(
            self.fields["code"],
            label=_("Code that the app shows"),
            hint=_("6 digits. They change every 30 seconds; enter the newest."),
        )


class PasskeyForm(passkey.AddWebAuthnForm):
    """A new passkey: it signs in by itself, so the device must ask for finger, face or PIN."""

    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_passkey_name(self.fields["name"])

    def clean(self) -> dict[str, Any]:
        """Only passkeys that ask who is there are taken. Raises ValidationError."""
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class PasskeyNameForm(passkey.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_passkey_name(self.fields["name"])


def _say_passkey_name(field: forms.Field) -> None:
    _say(
        field,
        label=_("Name of the passkey"),
        hint=_("So that you know it again, like “work laptop”."),
        errors={"required": _("Enter a name.")},
        autocomplete="off",
    )
