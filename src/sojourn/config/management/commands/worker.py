"""`sojourn worker`: what happens after the answer."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from sojourn.casework.asking.reminders import remind_due
from sojourn.casework.ordered import send_ordered
from sojourn.casework.working_off import work_off
from sojourn.messages.events import deliver_due
from sojourn.requests.bulk.working import work_off as work_off_uploads
from sojourn.requests.packages.events import remind_senders
from sojourn.requests.worker_part.clockwork import tend_parts

AT_A_TIME = 100


class Command(BaseCommand):
    help = "Deliver letters, take up requests that nobody has taken up, remind of what is due, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two rounds")
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
            deliver_due(AT_A_TIME)
            remind_senders(AT_A_TIME)
            work_off(AT_A_TIME)
            send_ordered(AT_A_TIME)
            tend_parts(AT_A_TIME)
            remind_due(AT_A_TIME)
            work_off_uploads()
            if options["once"]:
                return
            time.sleep(options["interval"])
