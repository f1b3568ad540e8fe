"""A service of its own for a measurement: a fresh PostgreSQL with the tables, and an officer who is signed in."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from postgres import running_postgres


@contextmanager
def fresh_postgres(name: str) -> Iterator[Path]:
    """Django on an empty database that is gone afterwards; yields the service's folder."""
    with tempfile.TemporaryDirectory(prefix=f"sojourn-{name}-") as folder:
        home = Path(folder)
        with running_postgres(home / "postgres") as url:
            os.environ.update(
                SOJOURN_MODE="demo",
                SOJOURN_HOME=str(home),
                DATABASE_URL=url,
                DJANGO_SETTINGS_MODULE="sojourn.config.settings",
            )
            import django  # noqa: PLC0415
            from django.core.management import call_command  # noqa: PLC0415

            django.setup()
            call_command("migrate", verbosity=0)
            yield home


def officer_cookie(email: str = "officer@rush.example") -> str:
    """An officer who is signed in with a second factor; gives the cookie."""
    from allauth.account.internal.flows.login import (  # noqa: PLC0415
        _AUTHENTICATION_METHODS_USER_SESSION_KEY,
        AUTHENTICATION_METHODS_SESSION_KEY,
    )
    from allauth.mfa.totp.internal.auth import generate_totp_secret  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from sojourn.core.actors import SYSTEM  # noqa: PLC0415
    from sojourn.parties.events import appoint_staff, give_code_app, open_account  # noqa: PLC0415

    person = open_account(actor=SYSTEM, email=email, name=email.partition("@")[0].title())
    appoint_staff(actor=SYSTEM, person=person, institution_id="us-ssa", role="lead")
    give_code_app(actor=SYSTEM, person=person, secret=generate_totp_secret())
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
