"""Officers at a browser."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from sojourn.parties.models import Person
from sojourn.parties.second_factor import set_up_code_app
from tests.parties.builders import CODE_APP_SECRET, an_officer


def signed_in(person: Person, *, second_factor: bool = True) -> Client:
    """A browser in which the person is signed in, and has shown a second factor unless told otherwise."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    if second_factor:
        set_up_code_app(person, CODE_APP_SECRET)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
        session.save()
    return client


def an_officer_at_work(role: str = "officer", institution_id: str = "us-ssa") -> tuple[Person, Client]:
    """An officer and the browser in front of them."""
    person = an_officer(institution_id, role)
    return person, signed_in(person)
