"""`sojourn simulate`: made-up work for the institutions hosted here."""

import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sojourn.casework.waiting import hosted_countries
from sojourn.config.simulate.an_employer import simulated_seat
from sojourn.config.simulate.day import Day, Simulated, SimulationStuck
from sojourn.config.simulate.register import fill_register
from sojourn.config.simulate.rush import rush


class Command(BaseCommand):
    help = "Hand in made-up requests to the institutions hosted here: a working day, or a rush."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        day = kinds.add_parser("day", help="mixed cases, decided or queued as they come")
        day.add_argument("--cases", type=int, default=40)
        day.add_argument("--seed", type=int, default=1)
        many = kinds.add_parser("rush", help="very many clear requests at once, left to the worker")
        many.add_argument("--requests", type=int, default=1000)
        many.add_argument("--employers", type=int, default=20)
        many.add_argument("--seed", type=int, default=1)
        register = kinds.add_parser("register", help="an employer's register: travellers, and their trips")
        register.add_argument("--travellers", type=int, default=1000)
        register.add_argument("--trips", type=int, default=3000)
        register.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SOJOURN_MODE == "production":
            raise CommandError(
                "Made-up requests have no place among real ones: not with SOJOURN_MODE=production."
            )
        if options["what"] == "register":
            self._register(options["travellers"], options["trips"], options["seed"])
            return
        if not hosted_countries():
            raise CommandError("No institution is hosted here that could decide. `sojourn demo` hosts some.")
        if options["what"] == "day":
            self._day(options["cases"], options["seed"])
        else:
            self._rush(options["requests"], options["employers"], options["seed"])

    def _day(self, cases: int, seed: int) -> None:
        if cases < 1:
            raise CommandError("A day has at least one case.")
        try:
            done = Day(seed).run(cases)
        except SimulationStuck as stuck:
            raise CommandError(str(stuck)) from None
        Console().print(_table(done))
        waiting = sum(each.certificate is None for each in done)
        self.stdout.write(f"{len(done)} requests handed in, {waiting} of them wait for an officer.")

    def _register(self, travellers: int, trips: int, seed: int) -> None:
        if travellers < 1 or trips < 1:
            raise CommandError("A register has at least one traveller and one trip.")
        begun = time.perf_counter()
        seat = simulated_seat(seed)
        for done in fill_register(seat=seat, travellers=travellers, trips=trips, seed=seed, home="US"):
            self.stdout.write(f"{done} of {trips} trips taken in")
        self.stdout.write(
            f"{travellers} travellers with {trips} trips within {time.perf_counter() - begun:.0f} seconds; "
            f"{seat.label} belongs to register{seed}@simulated.example."
        )

    def _rush(self, requests: int, employers: int, seed: int) -> None:
        begun = time.perf_counter()
        sent = 0
        try:
            for part in rush(requests=requests, employers=employers, seed=seed):
                sent += len(part.requests)
                self.stdout.write(f"{sent} of {requests} requests sent")
        except ValueError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{sent} requests of {employers} employers sent within {time.perf_counter() - begun:.0f} seconds. "
            "`sojourn worker` decides them."
        )


def _table(done: list[Simulated]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("kind", "requests", "certificates", "waiting"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    counts = Counter(each.kind for each in done)
    issued = Counter(each.kind for each in done if each.certificate)
    for kind, count in counts.most_common():
        table.add_row(kind.replace("_", " "), str(count), str(issued[kind]), str(count - issued[kind]))
    return table
