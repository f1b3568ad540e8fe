"""`sojourn host`: host an institution and name its first administrator; the rest happens in the desk."""

from argparse import ArgumentParser
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from sojourn.casework.hosting.events import host_institution
from sojourn.core.errors import InvalidInput
from sojourn.engine import load_law


class Command(BaseCommand):
    help = (
        "Host an institution that the law data know, closed to applicants until its administrator opens it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("institution", help="its id in law/institutions, like us-ssa")
        parser.add_argument(
            "--administrator", required=True, help="e-mail address of the first administrator"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = load_law().institutions
        if options["institution"] not in known:
            near = get_close_matches(options["institution"], list(known), n=3)
            hint = f" Did you mean {', '.join(near)}?" if near else ""
            raise CommandError(f"The law data know no institution {options['institution']}.{hint}")
        try:
            made = host_institution(
                institution_id=options["institution"], administrator=options["administrator"]
            )
        except InvalidInput:
            raise CommandError("--administrator must be an e-mail address, like name@example.com.") from None
        name = known[options["institution"]].name
        self.stdout.write(f"{name} {'is hosted now' if made else 'was hosted already'}.")
        self.stdout.write(
            f"{options['administrator']} administers it. Who has no password yet asks for one at "
            f"{settings.SOJOURN_BASE_URL}{reverse('account_reset_password')}, adds a second way to sign in, and "
            f"sets the institution up at {settings.SOJOURN_BASE_URL}{reverse('desk:institution_start')}"
        )
