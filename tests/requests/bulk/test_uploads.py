"""From a file to requests: checked, mended, sent once, gone on with after a kill."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.journal.access import lines_about
from sojourn.messages.models import Letter
from sojourn.parties.access import acting_for_self
from sojourn.parties.events import revoke_mandate
from sojourn.requests.bulk import access, events, looking, mending, working
from sojourn.requests.bulk.models import Row, RowFinding, Upload
from sojourn.requests.models import Request
from tests.parties.builders import a_person, a_representative, an_employer
from tests.requests.bulk.builders import an_upload, csv_of, mapping_of, people, person, worked_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield


def states(upload: Upload) -> list[str]:
    return list(upload.rows.order_by("number").values_list("state", flat=True))


def sent(acting: Any, upload: Upload, wants: str = "send") -> Upload:
    events.begin_making(acting=acting, upload_id=upload.pk, wants=wants, declared=True)
    worked_off(upload)
    return Upload.objects.get(pk=upload.pk)


class TestChecking:
    def test_columns_are_known_by_what_people_call_them(self) -> None:
        upload = events.receive_file(
            acting=an_employer(), data=csv_of(people(1)), name="people.csv", key=uuid.uuid4()
        )
        guessed = dict(zip(upload.header, upload.mapping, strict=True))
        assert guessed["Surname"] == "worker.family_name"
        assert guessed["Host country"] == "activities[0].country"

    def test_each_row_stands_where_it_belongs(self) -> None:
        acting = an_employer()
        rows = [
            person(0),
            person(1, country="Germny"),
            person(2, country="India"),
            person(3),
            person(3),
            person(4, start="2026-03-01", end="2028-02-28"),
        ]
        upload = an_upload(acting, rows)
        assert upload.state == "checked"
        assert states(upload) == ["ready", "to_mend", "no_certificate", "ready", "asked", "to_mend"]
        codes = set(RowFinding.objects.filter(upload=upload).values_list("code", flat=True))
        assert codes == {"country_unknown", "asked_before", "start_passed"}

    def test_columns_are_remembered_for_the_employer(self) -> None:
        acting = an_employer()
        an_upload(acting, people(1))
        again = events.receive_file(
            acting=acting, data=csv_of(people(2)), name="people.csv", key=uuid.uuid4()
        )
        assert list(again.mapping) == mapping_of(again)
        stranger = events.receive_file(
            acting=an_employer(), data=csv_of(people(2)), name="x.csv", key=uuid.uuid4()
        )
        assert list(stranger.mapping) != mapping_of(stranger)

    def test_the_order_of_days_is_asked_once_where_it_is_open(self) -> None:
        acting = an_employer()
        data = csv_of([person(0, start="03/04/2027")])
        upload = events.receive_file(acting=acting, data=data, name="p.csv", key=uuid.uuid4())
        with pytest.raises(InvalidInput) as refused:
            events.choose_columns(acting=acting, upload_id=upload.pk, mapping=mapping_of(upload))
        assert refused.value.problems[0].code == "date_order_missing"
        events.choose_columns(
            acting=acting, upload_id=upload.pk, mapping=mapping_of(upload), date_order="dmy"
        )
        worked_off(upload)
        assert Row.objects.get().period_start.isoformat() == "2027-04-03"  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("change", "code"), [({0: "worker.family_name"}, "column_twice"), ({7: ""}, "column_needed")]
    )
    def test_columns_that_cannot_be_so(self, change: dict[int, str], code: str) -> None:
        acting = an_employer()
        upload = events.receive_file(acting=acting, data=csv_of(people(1)), name="p.csv", key=uuid.uuid4())
        mapping = [change.get(at, meant) for at, meant in enumerate(mapping_of(upload))]
        with pytest.raises(InvalidInput) as refused:
            events.choose_columns(acting=acting, upload_id=upload.pk, mapping=mapping)
        assert code in {problem.code for problem in refused.value.problems}


class TestMending:
    def test_a_mended_row_is_ready(self) -> None:
        acting = an_employer()
        upload = an_upload(acting, [person(0, country="Germny")])
        row = upload.rows.get()
        mend = mending.RowMend(row.pk, row.version, {"activities[0].country": "Germany"})
        assert mending.mend_rows(acting=acting, upload_id=upload.pk, mends=[mend]) == []
        assert states(upload) == ["ready"]

    def test_a_warning_is_gone_on_from_with_a_reason(self) -> None:
        acting = an_employer()
        upload = an_upload(acting, [person(0, start="2026-03-01", end="2028-02-28")])
        row = upload.rows.get()
        mend = mending.RowMend(row.pk, row.version, {}, {"start_passed": "We heard of it in May."})
        mending.mend_rows(acting=acting, upload_id=upload.pk, mends=[mend])
        assert states(sent(acting, upload)) == ["sent"]
        (request,) = Request.objects.all()
        assert [each["reason"] for each in request.acknowledged.values()] == ["We heard of it in May."]

    @pytest.mark.parametrize("count", [3, 60])
    def test_one_change_mends_all_alike(self, count: int) -> None:
        acting = an_employer()
        upload = an_upload(acting, [*people(count, country="Germny"), person(count, country="Frnce")])
        group = looking.alike_groups(upload)[0]
        assert (group.code, group.count) == ("country_unknown", count)
        mending.mend_alike(
            acting=acting,
            upload_id=upload.pk,
            fact=group.fact,
            code=group.code,
            typed_index=group.typed_index,
            column="activities[0].country",
            text="Germany",
        )
        worked_off(upload)
        upload.refresh_from_db()
        assert upload.state == "checked"
        assert states(upload) == ["ready"] * count + ["to_mend"]

    def test_what_a_colleague_changed_is_not_replaced_unseen(self) -> None:
        acting = an_employer()
        other = a_representative(acting)
        upload = an_upload(acting, [person(0, country="Germny")])
        row = upload.rows.get()
        mine = mending.RowMend(row.pk, row.version, {"activities[0].country": "Germany"})
        theirs = mending.RowMend(row.pk, row.version, {"activities[0].country": "France"})
        mending.mend_rows(acting=other, upload_id=upload.pk, mends=[theirs])
        (conflict,) = mending.mend_rows(acting=acting, upload_id=upload.pk, mends=[mine])
        assert conflict.theirs == {"activities[0].country": "France"}
        assert conflict.by == "Harbour Relocation LLC"
        row.refresh_from_db()
        assert row.typed["activities[0].country"] == "France"

    def test_the_second_of_one_person_is_free_when_the_first_is_another(self) -> None:
        acting = an_employer()
        upload = an_upload(acting, [person(3), person(3)])
        first = upload.rows.get(number=2)
        cells = {"worker.given_names": "Zadie", "worker.ssn": "808-30-1234"}
        mending.mend_rows(
            acting=acting, upload_id=upload.pk, mends=[mending.RowMend(first.pk, first.version, cells)]
        )
        assert states(upload) == ["ready", "ready"]


class TestSending:
    def test_what_is_ready_is_sent_and_the_rest_stays(self) -> None:
        acting = an_employer()
        upload = sent(acting, an_upload(acting, [*people(3), person(9, country="Germny")]))
        assert (upload.state, states(upload)) == ("done", ["sent"] * 3 + ["to_mend"])
        keys = set(upload.rows.filter(state="sent").values_list("pk", flat=True))
        assert keys == set(Request.objects.values_list("creation_key", flat=True))
        assert Letter.objects.filter(template="upload_ready").count() == 2
        assert not Letter.objects.filter(template="request_received").exists()

    def test_again_sends_only_what_was_not_sent(self) -> None:
        acting = an_employer()
        upload = sent(acting, an_upload(acting, [person(0), person(1, country="Germny")]))
        row = upload.rows.get(state="to_mend")
        mend = mending.RowMend(row.pk, row.version, {"activities[0].country": "Germany"})
        mending.mend_rows(acting=acting, upload_id=upload.pk, mends=[mend])
        sent(acting, upload)
        assert Request.objects.count() == 2
        with pytest.raises(InvalidInput):
            sent(acting, upload)

    def test_a_kill_in_the_middle_loses_nothing_and_doubles_nothing(self, monkeypatch: Any) -> None:
        acting = an_employer()
        monkeypatch.setattr(working, "PART", 2)
        upload = an_upload(acting, people(5))
        events.begin_making(acting=acting, upload_id=upload.pk, wants="send", declared=True)
        parts = iter([True, True])
        whole = working._finish

        def killed(*of: Any) -> None:
            raise KeyboardInterrupt

        real = working._make
        monkeypatch.setattr(working, "_make", lambda *of: real(*of) if next(parts, None) else killed())
        with pytest.raises(KeyboardInterrupt):
            working.go_on(upload.pk)
        assert Request.objects.count() == 4
        monkeypatch.setattr(working, "_make", real)
        assert whole is working._finish
        assert working.work_off() == 1
        assert (Request.objects.count(), states(upload)) == (5, ["sent"] * 5)

    def test_what_was_asked_meanwhile_is_told_late(self) -> None:
        acting = an_employer()
        first, second = an_upload(acting, people(2)), an_upload(acting, people(2))
        sent(acting, first)
        assert states(sent(acting, second)) == ["asked", "asked"]
        assert Request.objects.count() == 2

    def test_drafts_are_made_of_all_that_is_open(self) -> None:
        acting = an_employer()
        upload = sent(acting, an_upload(acting, [person(0), person(1, country="Germny")]), "drafts")
        assert states(upload) == ["drafted", "drafted"]
        assert set(Request.objects.values_list("state", flat=True)) == {"draft"}

    def test_a_mandate_that_ends_in_mid_flight_stops_the_rest(self, monkeypatch: Any) -> None:
        employer = an_employer()
        acting = a_representative(employer)
        monkeypatch.setattr(working, "PART", 2)
        upload = an_upload(acting, people(4))
        events.begin_making(acting=acting, upload_id=upload.pk, wants="send", declared=True)
        working.go_on(upload.pk, seconds=0)
        revoke_mandate(acting=employer, mandate_id=acting.mandate_id)  # type: ignore[arg-type]
        worked_off(upload)
        upload.refresh_from_db()
        assert (upload.state, upload.trouble) == ("done", "not_allowed")
        assert states(upload) == ["sent", "sent", "ready", "ready"]

    def test_nothing_is_sent_without_the_declaration(self) -> None:
        acting = an_employer()
        upload = an_upload(acting, people(1))
        with pytest.raises(InvalidInput):
            events.begin_making(acting=acting, upload_id=upload.pk, wants="send", declared=False)


class TestWhoMay:
    def test_another_employer_finds_nothing(self) -> None:
        upload = an_upload(an_employer(), people(1))
        with pytest.raises(NotAllowed):
            access.upload_for(an_employer(), upload.pk)
        with pytest.raises(NotAllowed):
            events.abandon(acting=an_employer(), upload_id=upload.pk)
        with pytest.raises(NotAllowed):
            events.receive_file(
                acting=acting_for_self(a_person()), data=csv_of(people(1)), name="p.csv", key=uuid.uuid4()
            )

    def test_an_upload_can_be_let_go_until_something_was_made(self) -> None:
        acting = an_employer()
        upload = an_upload(acting, people(1))
        events.abandon(acting=acting, upload_id=upload.pk)
        assert not Row.objects.exists()
        done = sent(acting, an_upload(acting, people(1)))
        with pytest.raises(WrongState):
            events.abandon(acting=acting, upload_id=done.pk)

    def test_the_journal_tells_how_many_and_of_nobody(self) -> None:
        acting = an_employer()
        upload = sent(acting, an_upload(acting, people(2)))
        lines = lines_about(Subject("upload", str(upload.pk)))
        assert [line.event for line in lines] == [
            "upload.received",
            "upload.columns_chosen",
            "upload.checked",
            "upload.making_begun",
            "upload.done",
        ]
