"""The law changes: open trips are judged anew, once, and it is said what that changed and why."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sojourn.core.errors import NotAllowed
from sojourn.engine import load_law
from sojourn.engine.lawbook import load
from sojourn.engine.lawbook.law_files import law_directory
from sojourn.journal.models import JournalLine
from sojourn.register.cover.working_out import WORKED_OUT
from sojourn.register.law_changes import events
from sojourn.register.law_changes.events import LawEffect, LawRun, effects_for, judge_anew, run_for, runs_for
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat
from sojourn.register.states import Cover, TripKind
from sojourn.register.to_do.models import ToDo
from sojourn.register.trip_events import cancel_trip, say_usual
from tests.parties.builders import an_employer
from tests.register.builders import a_register, a_traveller, a_trip

pytestmark = pytest.mark.django_db

type Written = Callable[[str, str], None]


@pytest.fixture
def law_becomes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Put another text in the place of one in the agreement with Germany; from then on that is the law."""

    def put(old: str, new: str) -> None:
        changed = tmp_path / f"law{len(list(tmp_path.iterdir()))}"
        for part in ("reference", "domestic", "institutions"):
            shutil.copytree(law_directory() / part, changed / part)
        shutil.copytree(law_directory() / "instruments" / "us", changed / "instruments" / "us")
        agreement = changed / "instruments" / "us" / "us-de.yaml"
        written = agreement.read_text(encoding="utf-8")
        assert old in written
        agreement.write_text(written.replace(old, new), encoding="utf-8")
        monkeypatch.setattr(load, "law_directory", lambda: changed)
        monkeypatch.setattr(events, "_looked_on", {})

    return put


def everything(seat: Seat) -> dict[object, tuple[object, ...]]:
    told = [name for name in WORKED_OUT if name not in {"law_version", "determined_at"}]
    trips = Assignment.objects.filter(employer_id=seat.employer_id)
    return {trip.pk: tuple(getattr(trip, name) for name in told) for trip in trips}


def test_a_shorter_limit_changes_what_it_changes_and_nothing_else(law_becomes: Written) -> None:
    seat = a_register()
    # What was said for all trips has asked for a run of its own, from which the next one knows what the law said.
    judge_anew()
    somebody = a_traveller(seat)
    short = a_trip(seat, somebody, "DE", "2027-03-01", "2027-08-31")
    long = a_trip(seat, None, "DE", "2027-03-01", "2031-02-28")
    holiday = a_trip(seat, somebody, "IN", "2027-10-01", "2027-10-14", kind=TripKind.VACATION)
    gone = a_trip(seat, None, "DE", "2027-03-01", "2031-02-28")
    cancel_trip(seat=seat, trip_id=gone.pk)
    assert judge_anew() == 0
    say_usual(seat=seat, typed={"question.for_whom": "customer"})
    assert judge_anew() == 3
    assert not LawEffect.objects.exists()
    before = everything(seat)

    law_becomes("months: 60", "months: 36")
    assert judge_anew() == 3
    run = runs_for(seat)[0]
    assert (run.travellers, run.trips, run.changed) == (2, 3, 1)
    assert run.law_after == load_law().version != run.law_before
    assert list(run.changed_law) == ["us-de"]
    assert len(run.changed_law["us-de"]) == 2
    effect = effects_for(seat, run).get()
    assert (effect.trip_id, effect.cover_before, effect.cover_after) == (long.pk, Cover.NEEDED, Cover.AT_RISK)
    assert effect.after["reasons"] == ["over_limit", "host_law"]
    assert effect.before["reasons"] == []
    now = everything(seat)
    assert {pk for pk in now if now[pk] != before[pk]} == {long.pk}
    assert set(ToDo.objects.open().filter(trip=long).values_list("act", flat=True)) >= {"clarify"}
    for trip in (short, holiday):
        trip.refresh_from_db()
        assert trip.law_version == load_law().version
    line = JournalLine.objects.filter(event="register.judged_anew").order_by("-number").first()
    assert line is not None
    assert line.details["changed"] == 1
    assert judge_anew() == 0


def test_many_together_are_judged_as_each_by_itself(law_becomes: Written) -> None:
    seat = a_register()
    pair = [a_traveller(seat), a_traveller(seat, residence="")]
    for somebody in pair:
        for first, last in (("2027-03-01", "2028-02-29"), ("2028-09-01", "2030-08-31")):
            a_trip(seat, somebody, "DE", first, last)
        a_trip(seat, somebody, "FR", "2027-05-01", "2027-05-09", kind=TripKind.BUSINESS_TRIP)
        a_trip(seat, somebody, "CA", "2026-12-01", None, kind=TripKind.TELEWORK, share=0.2)
    judge_anew()
    alone = everything(seat)
    Assignment.objects.update(law_version="another", cover=Cover.COVERED, article="", law_reasons=["x"])
    events._looked_on.clear()
    assert judge_anew() == 2
    assert everything(seat) == alone


def test_strangers_and_those_who_see_some_travellers_have_no_report() -> None:
    seat, other = a_register(), a_register(an_employer())
    judge_anew()
    run = runs_for(seat)[0]
    with pytest.raises(NotAllowed):
        run_for(other, run.pk)
    with pytest.raises(NotAllowed):
        effects_for(other, run)
    assert LawRun.objects.count() == 2
