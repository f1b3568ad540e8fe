"""The steps of sign-up and sign-in that we draw otherwise than the library."""

from typing import Any

from allauth.account.internal.flows.email_verification import (
    send_verification_email_to_address,
    verify_email_indirectly,
)
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.views import ConfirmEmailView, PasswordResetFromKeyView
from allauth.mfa.base.views import IndexView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.core.actors import Capacity
from sojourn.parties.access import capacities_of, is_staff
from sojourn.parties.directory import sign_ins_of
from sojourn.parties.session_life import seconds_left, stay


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_mail(request: HttpRequest) -> HttpResponse:
    """To which address the link went, the same for known and unknown ones; a press sends it once more."""
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    email = (stage.login.email or getattr(stage.login.user, "email", "")) if stage else ""
    if request.method == "POST":
        if email:
            waiting = EmailAddress.objects.filter(email=email, verified=False).first()
            # Without an account to confirm, whoever has the mailbox is told by the other letter.
            address = waiting or EmailAddress(user=None, email=email)
            send_verification_email_to_address(request, address, signup=True)
        return redirect("account_email_verification_sent")
    return render(request, "account/verification_sent.html", {"email": email})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stay_signed_in(request: HttpRequest) -> JsonResponse:
    """In how many seconds this session ends if nothing is pressed. Asking is no use of it; a post is. 401: it ended."""
    left = stay(request.session) if request.method == "POST" else seconds_left(request.session)
    return JsonResponse({"left": left or 0}, status=200 if left else 401)


@method_decorator(never_cache, name="dispatch")
class ConfirmAddressView(ConfirmEmailView):
    """Opening the link shows a button; pressing the button uses the link up."""

    def logout_other_user(self, confirmation: Any) -> None:
        """Only on a press: a link that somebody else has planted must not sign anybody out."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm, or say that the link no longer works."""
        stage = LoginStageController.enter(self.request, EmailVerificationStage.key)
        if stage and stage.login.redirect_url:
            self.request.after_sign_up = stage.login.redirect_url
        try:
            response: HttpResponse = super().post(*args, **kwargs)
        except Http404:
            self.object = None
            response = self.render_to_response(self.get_context_data(), status=410)
        return response


@method_decorator(never_cache, name="dispatch")
class ChoosePasswordView(PasswordResetFromKeyView):
    """A new password, or the first one; whoever holds the link holds the mailbox."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds whether it is the account's first password."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"is_first": bool(self.reset_user and not self.reset_user.has_usable_password())}

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it, confirm the address, and sign in (with the second factor, where there is one)."""
        self.request.first_password = not self.reset_user.has_usable_password()
        verify_email_indirectly(self.request, self.reset_user, self.reset_user.email)
        response: HttpResponse = super().form_valid(form)
        return response


class WaysToSignInView(IndexView):
    """All ways to sign in, and when they were used last."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the last sign-ins, so that a stranger's would be seen."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"sign_ins": sign_ins_of(self.request.user)}


ways_to_sign_in = WaysToSignInView.as_view()
confirm_address = ConfirmAddressView.as_view()
choose_password = ChoosePasswordView.as_view()


@require_safe
@login_required
def signed_in_start(request: HttpRequest) -> HttpResponse:
    """Where somebody goes who has just signed in:

    officers to the desk, new employers' clerks to their employer.
    """
    person: Any = request.user
    if is_staff(person) and (desk := _address("desk:home")):
        return HttpResponseRedirect(desk)
    acts_for_employer = any(
        acting.actor.capacity in {Capacity.EMPLOYER, Capacity.REPRESENTATIVE}
        for acting in capacities_of(person)
    )
    if not acts_for_employer:
        return render(request, "account/start.html")
    return HttpResponseRedirect(_address("requests") or "/")


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
