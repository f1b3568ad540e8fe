"""Issuing under fire: processes are killed at each point of issuing, and each time one of everything comes of it.

`python -m bench.fire [times] [sqlite|postgresql] [words of a point | few]`: kills a process `times` at each point of
`fire_points.POINTS`, lets the worker go on, and counts what is there. Exit status 1 where anything is missing, double
or left over. Each trial is a real process ended by SIGKILL; with 50 times it takes half an hour for each database.
`few`: the points that the tests try, in tables made without the history of migrations.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from bench.fire_points import POINTS, Point

# By then claims of killed workers have ended.
_LATER = timedelta(minutes=20)
_SOON = timedelta(minutes=1)
_RANDOM_KILLS = "anywhere, after a time drawn by lot"
_LONGEST_LIFE = 0.8


def main(times: int = 50, database: str = "sqlite", words: str = "") -> int:
    """Exit status 1 when anything was missing, double or left over."""
    few = words == "few"
    chosen = [point for point in POINTS if (point.tried if few else words in point.name)]
    with tempfile.TemporaryDirectory(prefix="sojourn-fire-") as folder, _database(database, Path(folder)):
        os.environ |= {
            "SOJOURN_MODE": "demo",
            "SOJOURN_HOME": f"{folder}/home",
            "SOJOURN_POST_BOX": f"{folder}/post",
            "DJANGO_SETTINGS_MODULE": "sojourn.config.settings",
        }
        Path(folder, "post").touch()
        Path(folder, "home").mkdir()
        _set_up(with_history=not few)
        return _under_fire(chosen, times, with_lot=not words)


def _set_up(*, with_history: bool) -> None:
    import django  # noqa: PLC0415  settings are read here
    from django.apps import apps  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.MAILERS = {"default": {"BACKEND": "bench.fire_post_box.PostBox"}}
    django.setup()
    if not with_history:
        settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", verbosity=0, run_syncdb=not with_history)
    from sojourn.casework.events import set_up_institution  # noqa: PLC0415
    from sojourn.core.actors import SYSTEM  # noqa: PLC0415

    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    _warm_up()


def _warm_up() -> None:
    """Read once what each process would read anew; then one life without fire, which makes the keys.

    Nothing is drawn before the processes part, because the layout starts threads that no child would have.
    """
    from sojourn.casework.reasons import chosen_reasons  # noqa: PLC0415
    from sojourn.certificates.labels import words  # noqa: PLC0415
    from sojourn.certificates.proofs.paper import proof_words  # noqa: PLC0415
    from sojourn.engine import load_law  # noqa: PLC0415
    from sojourn.messages.catalogue import catalogue  # noqa: PLC0415
    from sojourn.papers.fonts import readable  # noqa: PLC0415

    load_law()
    catalogue()
    chosen_reasons("approved", ["conditions_met"])
    readable("A"), words("number", ["en"]), proof_words("code", "en")
    request_id = _sent(0)
    _lives(lambda: (_decide(request_id), _afterwards()))


def _under_fire(points: list[Point], times: int, *, with_lot: bool) -> int:
    rounds: list[Point | None] = [*points, *([None] if with_lot else [])]
    faults, seed = 0, 0
    print("| killed | times | left to do | wrong |\n|---|---:|---:|---:|", flush=True)
    for point in rounds:
        wrong, unfinished = 0, 0
        for _ in range(times):
            seed += 1
            request_id = _sent(seed)
            unfinished += _trial(point, request_id)
            found = _in_child(lambda request_id=request_id, point=point: _faults(request_id, point))
            wrong += found != 0
        wrong += _in_child(_left_over) != 0
        print(f"| {point.name if point else _RANDOM_KILLS} | {times} | {unfinished} | {wrong} |", flush=True)
        faults += wrong
    print(f"\n{os.cpu_count()} cores, on average {os.getloadavg()[0]:.1f} processes running or waiting.")
    return int(faults > 0)


def _sent(seed: int) -> UUID:
    """One clear request that was handed in; nothing else waits."""
    from sojourn.config.simulate.rush import rush  # noqa: PLC0415

    ((request_id,),) = [sent.requests for sent in rush(requests=1, employers=1, seed=seed)]
    return request_id


def _trial(point: Point | None, request_id: UUID) -> int:
    """One process killed, and another one that goes on; whether the killed one had left something to do."""
    act = point.act if point else "decide"
    if act == "ordered":
        _lives(lambda: _decide(request_id, key_away=True))
    elif act == "afterwards":
        _lives(lambda: _decide(request_id))
    acts: dict[str, Callable[[], object]] = {
        "decide": lambda: (_decide(request_id), _afterwards()),
        "ordered": _issue_ordered,
        "afterwards": _afterwards,
    }
    if point is None:
        lot = random.SystemRandom().uniform(0.0, _LONGEST_LIFE)
        _ended_by(signal.SIGKILL, acts[act], after=lot)
    else:
        _ended_by(signal.SIGKILL, lambda: (point.arm(), acts[act]()))
    unfinished = _in_child(lambda: _is_unfinished(request_id))
    _lives(_go_on)
    return unfinished


def _decide(request_id: UUID, *, key_away: bool = False) -> None:
    from sojourn.casework.events import take_up  # noqa: PLC0415
    from sojourn.casework.proving import prove  # noqa: PLC0415

    with _away() if key_away else nullcontext():
        take_up(request_id=request_id)
    prove(request_id)


@contextmanager
def _away() -> Iterator[None]:
    from sojourn.certificates import events  # noqa: PLC0415
    from sojourn.certificates.errors import NO_SEAL_KEY, SealUnavailable  # noqa: PLC0415

    def away(*_: object, **__: object) -> Any:
        raise SealUnavailable(NO_SEAL_KEY)

    whole, events.seal_and_stamp = events.seal_and_stamp, away
    try:
        yield
    finally:
        events.seal_and_stamp = whole


def _issue_ordered() -> None:
    from sojourn.casework.issuing import issue_what_waits  # noqa: PLC0415
    from sojourn.core import clock  # noqa: PLC0415

    with clock.fixed(clock.now() + _SOON):
        issue_what_waits()


def _afterwards() -> None:
    """What the worker does after a decision."""
    from sojourn.certificates.transparency.events import tend_log  # noqa: PLC0415
    from sojourn.messages.events import deliver_due  # noqa: PLC0415

    deliver_due(100)
    tend_log()


def _go_on() -> None:
    """What the worker does when it is started again, some time later."""
    from sojourn.casework.issuing import issue_what_waits  # noqa: PLC0415
    from sojourn.casework.working_off import one_round  # noqa: PLC0415
    from sojourn.core import clock  # noqa: PLC0415

    with clock.fixed(clock.now() + _LATER):
        one_round(100)
        issue_what_waits()
        _afterwards()


def _is_unfinished(request_id: UUID) -> int:
    from sojourn.certificates.models import Certificate  # noqa: PLC0415
    from sojourn.requests.models import Request  # noqa: PLC0415

    number = Request.objects.get(pk=request_id).certificate_number
    return int(not number or not Certificate.objects.filter(number=number).exists())


def _faults(request_id: UUID, point: Point | None) -> int:
    """How much is missing or double of what one request comes to; each is told."""
    from sojourn.casework.models import Case, Decision, Letter  # noqa: PLC0415
    from sojourn.certificates.models import Certificate  # noqa: PLC0415
    from sojourn.certificates.orders.models import Order  # noqa: PLC0415
    from sojourn.certificates.proofs.models import Proof  # noqa: PLC0415
    from sojourn.certificates.transparency.models import Entry  # noqa: PLC0415
    from sojourn.certificates.verification import verify_code  # noqa: PLC0415
    from sojourn.messages.models import Letter as Mail  # noqa: PLC0415
    from sojourn.messages.transport import message_id  # noqa: PLC0415
    from sojourn.requests.models import Request  # noqa: PLC0415

    request = Request.objects.get(pk=request_id)
    case = Case.objects.filter(request_id=request_id)
    keyed = Certificate.objects.filter(issue_key__in=[f"case:{each.pk}" for each in case])
    mails = Mail.objects.filter(about_id=str(request_id), template="request_approved")
    post = Path(os.environ["SOJOURN_POST_BOX"]).read_text().splitlines()
    copies = [post.count(message_id(mail)) for mail in mails]
    most = 1 if point else 2
    most = max(most, point.copies if point else 1)
    counts = {
        "request": int(request.state == "approved"),
        "case": case.filter(state="decided").count(),
        "decision": Decision.objects.filter(case__in=case).count(),
        "certificate": keyed.count(),
        "number": keyed.filter(number=request.certificate_number).count(),
        "leaf": Entry.objects.filter(certificate__in=keyed, position__isnull=False).count(),
        "letter of the decision": Letter.objects.filter(case__in=case).count(),
        "proof": Proof.objects.filter(request_id=request_id).count(),
        "letter posted and sent": mails.filter(state="sent").count(),
        "mail": 1 if len(copies) == 1 and 1 <= copies[0] <= most else sum(copies),
        "no order left": 1 - Order.objects.filter(number=request.certificate_number).count(),
        "verifies": sum(verify_code(each.number, each.secret).code == "in_force" for each in keyed),
    }
    wrong = {name: count for name, count in counts.items() if count != 1}
    if wrong:
        print(f"{request_id} after {point.name if point else _RANDOM_KILLS}: {wrong}", file=sys.stderr)
    return len(wrong)


def _left_over() -> int:
    """Files, seals and leaves that belong to nothing, and whether journal and log are whole."""
    from django.apps import apps  # noqa: PLC0415
    from django.db.models import UUIDField  # noqa: PLC0415

    from sojourn.certificates.models import Certificate  # noqa: PLC0415
    from sojourn.certificates.transparency.models import Entry, Head  # noqa: PLC0415
    from sojourn.files.models import KeptFile, SealedContent  # noqa: PLC0415
    from sojourn.journal.chain import verify  # noqa: PLC0415

    held: set[Any] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, UUIDField) and (field.name == "file_id" or field.name.endswith("_file")):
                held |= (
                    set()
                    if model is SealedContent
                    else set(model._default_manager.values_list(field.name, flat=True))
                )
    kept = set(KeptFile.objects.values_list("pk", flat=True))
    temporary = [each for each in Path(os.environ["SOJOURN_HOME"]).rglob(".*") if each.name != ".lock"]
    wrong = {
        "files that nothing refers to": len(kept - held),
        "bytes without a file": SealedContent.objects.exclude(file_id__in=kept).count(),
        "files without bytes": len(kept) - SealedContent.objects.count(),
        "leaves and certificates differ by": abs(Entry.objects.count() - Certificate.objects.count()),
        "head behind by": Entry.objects.count() - (Head.objects.first() or Head(size=0)).size,
        "half-written files": len(temporary),
        "journal broken": int(not verify().ok),
    }
    wrong = {name: count for name, count in wrong.items() if count}
    if wrong:
        print(wrong, file=sys.stderr)
    return len(wrong)


def _lives(act: Callable[[], object]) -> None:
    """Do it in a process of its own, which must come to its end."""
    _ended_by(0, act)


def _ended_by(killer: int, act: Callable[[], object], *, after: float | None = None) -> None:
    child = _forked(act)
    if after is not None:
        time.sleep(after)
        os.kill(child, killer)
    _, status = os.waitpid(child, 0)
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    # One that is killed by lot may have come to its end before.
    if (ended != killer and after is None) or (not ended and os.WEXITSTATUS(status)):
        raise SystemExit(f"a process ended by signal {ended}, status {status}, not by {killer}")


def _in_child(count: Callable[[], int]) -> int:
    """Count in a process of its own, so that this one has no connection to fork."""
    child = _forked(lambda: os._exit(min(count(), 99)))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == _BROKEN:
        raise SystemExit("counting failed")
    return os.WEXITSTATUS(status)


_BROKEN = 100


def _forked(act: Callable[[], object]) -> int:
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        act()
    except Exception:  # noqa: BLE001  told, and the process ends
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        os._exit(_BROKEN)
    os._exit(0)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[None]:
    if kind == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        yield
        return
    from postgres import running_postgres  # noqa: PLC0415

    with running_postgres(folder / "postgres") as url:
        os.environ["DATABASE_URL"] = url
        yield


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(int(arguments[0]) if arguments else 50, *arguments[1:]))
