"""`sojourn worker`: what happens after the answer."""

import logging
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection

from sojourn.casework.asking.reminders import close_overdue, remind_due
from sojourn.casework.european.events import make_final
from sojourn.casework.figures.counting import count_days
from sojourn.casework.foreign.dispute_events import remind_of_disputes
from sojourn.casework.foreign.events import tend_now_and_then
from sojourn.casework.issuing import issue_what_waits
from sojourn.casework.ordered import send_ordered
from sojourn.casework.retention.erasing import erase_in_the_night
from sojourn.casework.searching.backfill import make_findable
from sojourn.casework.waiting import how_much_waits
from sojourn.casework.working_off import one_round, work_off
from sojourn.certificates.status_list.events import tend_lists
from sojourn.certificates.transparency.events import tend_log
from sojourn.config.collecting import keep_what_is_loaded
from sojourn.config.extra_hands import POLITE, ExtraHands, lend_a_hand
from sojourn.engine import load_facts, load_law
from sojourn.messages.events import deliver_due
from sojourn.parties.mandate_endings import tell_of_endings
from sojourn.register.cover.keeping import follow_requests
from sojourn.register.digests.events import write_due as write_digests
from sojourn.register.directory.events import take_out_who_left
from sojourn.register.hooks.delivering import deliver_due as deliver_webhooks
from sojourn.register.importing.events import work_off as work_off_imports
from sojourn.register.law_changes.events import judge_anew
from sojourn.register.proof.events import work_off_packs
from sojourn.requests.bulk.working import work_off as work_off_uploads
from sojourn.requests.packages.events import remind_senders
from sojourn.requests.worker_part.clockwork import tend_parts

logger = logging.getLogger(__name__)

AT_A_TIME: Final = 100


def _queued_tasks() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0, max_tasks=AT_A_TIME)


PARTS: Final[tuple[tuple[str, Callable[[], int | None]], ...]] = (
    ("queued tasks run", _queued_tasks),
    ("letters delivered late", partial(deliver_due, AT_A_TIME)),
    ("applicants reminded to send a package", partial(remind_senders, AT_A_TIME)),
    ("requests taken up", partial(work_off, AT_A_TIME)),
    ("certificates issued that had to wait", partial(issue_what_waits, AT_A_TIME)),
    ("requests sent when the worker had finished", partial(send_ordered, AT_A_TIME)),
    ("mandates of which it was told that they end", partial(tell_of_endings, AT_A_TIME)),
    ("workers' parts tended", partial(tend_parts, AT_A_TIME)),
    ("reminders of questions", partial(remind_due, AT_A_TIME)),
    ("questions that nobody answered", partial(close_overdue, AT_A_TIME)),
    ("uploads worked on", work_off_uploads),
    ("older cases made findable", partial(make_findable, AT_A_TIME)),
    ("days counted for figures", partial(count_days, AT_A_TIME)),
    ("certificates from abroad that stand no more", partial(tend_now_and_then, AT_A_TIME)),
    ("determinations that became final", partial(make_final, AT_A_TIME)),
    ("disputes that are late", partial(remind_of_disputes, AT_A_TIME)),
    ("things erased by schedule", partial(erase_in_the_night, AT_A_TIME)),
    ("entries put into the public log", tend_log),
    ("status lists signed", tend_lists),
    ("tables taken into registers", work_off_imports),
    ("webhooks delivered", partial(deliver_webhooks, AT_A_TIME)),
    ("travellers taken out who left", partial(take_out_who_left, AT_A_TIME)),
    ("digests of what has to be done", partial(write_digests, AT_A_TIME)),
    ("audit packs made or let go", work_off_packs),
    ("trips whose requests have moved", partial(follow_requests, AT_A_TIME)),
    ("travellers judged by the law of today", judge_anew),
)
"""What is done in each round, in this order; each part gives how much it did, where it counts."""


class Command(BaseCommand):
    help = "Deliver letters, take up requests that nobody has taken up, remind of what is due, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two rounds")
        parser.add_argument("--once", action="store_true", help="one round, then say what was done and stop")
        parser.add_argument(
            "--processes",
            type=int,
            default=0,
            help="how many may decide at once while much waits; 0: one for each core (with SQLite one)",
        )
        parser.add_argument("--deciding", action="store_true", help="only decide, until nothing waits")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self._one_round_told()
            return
        load_law()
        load_facts()
        keep_what_is_loaded()
        if options["deciding"]:
            # A process that only decides leaves a half-made decision to the database when it is stopped.
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.nice(POLITE)
            lend_a_hand(_decide)
        else:
            self._go_on(options["interval"], _processes(options["processes"]) - 1)

    def _one_round_told(self) -> None:
        done = _round()
        for name, count in done.items():
            self.stdout.write(f"{name}: {'failed, see the log' if count is None else count}")
        if None in done.values():
            raise CommandError("Not everything could be done.")

    def _go_on(self, interval: float, extra: int) -> None:
        hands = ExtraHands(extra)
        try:
            while True:
                if extra > 0:
                    hands.suit(how_much_waits(hands.most_worth_counting))
                _round()
                time.sleep(interval)
        finally:
            hands.stop()


def _processes(wanted: int) -> int:
    if connection.vendor == "sqlite":
        # Only one can write at a time.
        return 1
    return wanted or os.process_cpu_count() or 1


def _decide() -> int:
    close_old_connections()
    return one_round(AT_A_TIME, proofs=False).taken_up


def _round() -> dict[str, int | None]:
    """Do every part once, whatever becomes of the others. How much each did; None where it failed."""
    return {name: _done(name, part) for name, part in PARTS}


def _done(name: str, part: Callable[[], int | None]) -> int | None:
    # A connection that broke is given up, or no part would ever work again.
    close_old_connections()
    try:
        return part() or 0
    except Exception:
        logger.exception("Of the worker's round this failed: %s", name)
        return None
