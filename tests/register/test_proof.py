"""Audit packs: what they hold, that they are whole, who may fetch them, and for how long."""

import io
import json
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sojourn.casework.events import set_up_institution
from sojourn.certificates.keyring.publication import key_list
from sojourn.config.cli import app
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.engine import load_facts
from sojourn.journal.access import lines_about
from sojourn.register.access import seat_of_acting
from sojourn.register.asking import ask_for
from sojourn.register.proof.events import (
    ask_for_pack,
    end_pack,
    fetch,
    make,
    pack_for,
    packs_for,
    work_off_packs,
)
from sojourn.register.proof.models import AuditPack, PackPart, PackState
from sojourn.register.proof.scope import Scope, contents_of
from sojourn.register.seats import Seat
from sojourn.requests.models import Request
from sojourn.requests.worker_questions import kept_from_applicant
from tests.parties.builders import a_person, a_representative, an_employer
from tests.register.builders import a_register, a_traveller, a_trip
from tests.register.test_access import as_member, with_post

pytestmark = pytest.mark.django_db


def a_pack(seat: Seat, scope: Scope | None = None, **more: Any) -> AuditPack:
    asked = {
        "purpose": "Inspection of the works council",
        "explanation": "Asked for late.",
        "until": clock.today() + timedelta(days=30),
        "language": "en",
        "key": uuid.uuid4(),
    }
    return ask_for_pack(seat=seat, scope=scope or Scope(), **(asked | more))


def test_a_pack_holds_everything_and_anybody_with_the_keys_sees_that_it_is_whole(tmp_path: Path) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    seat = a_register()
    covered = a_trip(seat)
    ask_for(seat=seat, trip_ids=[covered.pk], send=True, declared=True)
    # What the worker told the institution alone is not for the employer's pack.
    request = Request.objects.get()
    request.worker_part = "done"
    hidden = min(kept_from_applicant(request, load_facts()))
    request.particulars = request.particulars | {hidden: "for the institution alone"}
    request.save()
    a_trip(seat, a_traveller(seat, given_names="<Bela>", ssn=""), "FR", "2027-03-01", "2027-03-31")
    contents = contents_of(seat, Scope())
    assert (contents.trips, contents.certificates, contents.requests, contents.gaps) == (2, 1, 1, 1)
    pack = a_pack(seat)
    make(pack.pk)
    pack.refresh_from_db()
    assert (pack.stands, pack.trips, pack.gaps, pack.work_done) == (PackState.READY, 2, 1, 2)
    data = b"".join(fetch(seat=seat, pack_id=pack.pk))
    assert len(data) == pack.size
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        index = json.loads(held.read("index.json"))
        (folder,) = (trip["folder"] for trip in index["trips"] if trip["certificate_is_here"])
        assert held.read(f"{folder}/certificate.pdf").startswith(b"%PDF")
        found = json.loads(held.read(f"{folder}/determination.json"))
        assert found["when_it_was_asked_for"]["determination"]["periods"]
        assert found["in_full_when_this_pack_was_made"]["determination"]["periods"][0]["outcome"] == "decided"
        plain = b"".join(held.read(name) for name in held.namelist() if not name.endswith(".pdf"))
        assert b"808-21-4471" not in plain
        assert b"for the institution alone" not in plain
        assert hidden.encode() in held.read(f"{folder}/request.json")
        assert f"{folder}/request.json" in held.namelist()
        assert {line["event"] for line in json.loads(held.read(f"{folder}/history.json"))} >= {"trip.planned"}
        summary = held.read("summary.html").decode()
    assert "&lt;Bela&gt;" in summary
    assert "<Bela>" not in summary
    assert index["explanation_of_gaps"] == "Asked for late."
    assert [trip["gap"] for trip in index["trips"]].count(True) == 1
    (tmp_path / "pack.zip").write_bytes(data)
    (tmp_path / "keys.json").write_bytes(key_list())
    assert verify(tmp_path / "pack.zip")[0] == 0
    assert told_of_changes(tmp_path, data) == [3, 3, 3, 3, 3]


def verify(path: Path) -> tuple[int, str]:
    keys = str(path.parent / "keys.json")
    answer = CliRunner().invoke(app, ["verify", str(path), "--keys", keys])
    return answer.exit_code, answer.output


def told_of_changes(folder: Path, data: bytes) -> list[int]:
    """The answers to packs of which one file was changed, taken out, put in, re-signed by nobody, or cut."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        files = {name: held.read(name) for name in held.namelist()}
    name = next(each for each in files if each.endswith("trip.json"))
    index = json.loads(files["index.json"])
    for each in index["files"]:
        each["size"] += 0 if each["path"] != name else 1
    spoiled: list[dict[str, bytes]] = [
        files | {name: files[name] + b" "},
        {each: content for each, content in files.items() if each != name},
        files | {"trips/extra.json": b"{}"},
        files | {"index.json": json.dumps(index).encode(), name: files[name] + b" "},
    ]
    found = []
    for number, content in enumerate(spoiled):
        path = folder / f"spoiled-{number}.zip"
        with zipfile.ZipFile(path, "w") as made:
            for each, text in content.items():
                made.writestr(each, text)
        found.append(verify(path)[0])
    (folder / "other").mkdir()
    other = json.loads((folder / "keys.json").read_bytes())
    other["log"] = "elsewhere+00000000+AQ=="
    (folder / "other" / "keys.json").write_text(json.dumps(other))
    (folder / "other" / "pack.zip").write_bytes(data)
    found.append(verify(folder / "other" / "pack.zip")[0])
    return found


def test_who_may_have_a_pack_made_and_who_may_fetch_it() -> None:
    admin = a_register()
    somebody = a_traveller(admin)
    a_trip(admin, somebody)
    a_trip(admin, a_traveller(admin, given_names="Bela", ssn=""), "FR", "2027-03-01", "2027-03-31")
    pack = a_pack(admin)
    make(pack.pk)
    seats = {
        "administrator": admin,
        "manager": as_member(admin, "requester"),
        "viewer": as_member(admin, "viewer"),
        "representative": seat_of_acting(a_representative(admin.acting)),
        "mandate for Germany": seat_of_acting(a_representative(admin.acting, countries=["DE"])),
        "assistant": with_post(admin, "assistant", somebody.pk),
        "traveller": with_post(admin, "traveller", somebody.pk),
        "auditor": with_post(admin, "auditor"),
        "stranger": a_register(an_employer(a_person())),
    }
    may_fetch = {name for name, seat in seats.items() if allowed(lambda seat=seat: pack_for(seat, pack.pk))}
    assert may_fetch == {"administrator", "manager", "representative", "auditor"}
    may_make = {name for name, seat in seats.items() if allowed(lambda seat=seat: a_pack(seat))}
    # The stranger may, in a register without a trip.
    assert may_make == {"administrator", "manager", "representative", "mandate for Germany", "stranger"}
    b"".join(fetch(seat=seats["auditor"], pack_id=pack.pk))
    told = lines_about(Subject("audit_pack", str(pack.pk)))
    assert [line.event for line in told] == [
        "register.pack_asked",
        "register.pack_made",
        "register.pack_fetched",
    ]
    assert told[-1].details == {"role": "auditor"}
    german = packs_for(seats["mandate for Germany"]).get()
    make(german.pk)
    german.refresh_from_db()
    assert german.trips == 1
    with pytest.raises(NotAllowed):
        ask_for_pack(
            seat=seats["stranger"],
            scope=Scope(traveller_id=somebody.pk),
            purpose="",
            explanation="",
            until=clock.today(),
            language="en",
            key=uuid.uuid4(),
        )


def allowed(act: Any) -> bool:
    try:
        act()
    except NotAllowed:
        return False
    except InvalidInput:
        return True
    return True


def test_a_pack_goes_after_its_last_day_and_when_it_is_taken_back() -> None:
    seat = a_register()
    a_trip(seat)
    with pytest.raises(InvalidInput) as refused:
        a_pack(seat, Scope(country="FR"))
    assert [each.code for each in refused.value.problems] == ["no_trips"]
    with pytest.raises(InvalidInput):
        a_pack(seat, until=clock.today() + timedelta(days=400))
    key = uuid.uuid4()
    pack = a_pack(seat, key=key)
    assert a_pack(seat, key=key).pk == pack.pk
    with pytest.raises(WrongState):
        fetch(seat=seat, pack_id=pack.pk)
    # A worker that was killed in the middle leaves a claim that ends by itself.
    AuditPack.objects.filter(pk=pack.pk).update(claimed_until=clock.now() + timedelta(minutes=1))
    assert work_off_packs() == 0
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        assert work_off_packs() == 1
    assert not make(pack.pk)
    with clock.fixed(clock.now() + timedelta(days=31)):
        with pytest.raises(WrongState):
            fetch(seat=seat, pack_id=pack.pk)
        assert work_off_packs() == 1
    assert PackPart.objects.count() == 0
    other = a_pack(seat)
    make(other.pk)
    end_pack(seat=seat, pack_id=other.pk)
    end_pack(seat=seat, pack_id=other.pk)
    assert PackPart.objects.count() == 0
    assert AuditPack.objects.get(pk=other.pk).stands is PackState.GONE
