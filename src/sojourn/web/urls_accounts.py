"""Addresses of sign-up, sign-in and one's own account. What the library offers beyond these is not reachable.

The names are the library's: it asks for its own pages by them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as code_app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from sojourn.web import accounts

urlpatterns = [
    path("sign-up", account.signup, name="account_signup"),
    path("sign-up/check-mail", accounts.check_mail, name="account_email_verification_sent"),
    re_path(r"^sign-up/confirm/(?P<key>[-:\w]+)$", accounts.confirm_address, name="account_confirm_email"),
    path("sign-in", account.login, name="account_login"),
    path("sign-in/second-factor", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/again", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("signed-in", accounts.signed_in_start, name="signed_in"),
    path("signed-in/left", accounts.stay_signed_in, name="stay_signed_in"),
    path("sign-out", account.logout, name="account_logout"),
    path("password/forgotten", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        accounts.choose_password,
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done",
        RedirectView.as_view(pattern_name="account_login"),
        name="account_reset_password_from_key_done",
    ),
    path("account/closed", account.account_inactive, name="account_inactive"),
    # One's own account: no copy stays in the browser, for whoever uses it next.
    path("account/security", never_cache(accounts.ways_to_sign_in), name="mfa_index"),
    path("account/e-mail", never_cache(account.email), name="account_email"),
    path("account/password", never_cache(account.password_change), name="account_change_password"),
    path("account/password/first", never_cache(account.password_set), name="account_set_password"),
    path("account/code-app", never_cache(code_app.activate_totp), name="mfa_activate_totp"),
    path("account/code-app/remove", never_cache(code_app.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "account/recovery-codes",
        never_cache(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new",
        never_cache(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/download",
        never_cache(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    # The list of passkeys stands with the other ways to sign in.
    path("account/passkeys", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/passkeys/add", never_cache(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove", never_cache(passkeys.remove_webauthn), name="mfa_remove_webauthn"
    ),
    path("account/passkeys/<int:pk>/rename", never_cache(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]
