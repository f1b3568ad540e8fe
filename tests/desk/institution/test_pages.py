"""The institution's own pages: who may, what they say, what they change."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from sojourn.casework.hosting.models import Absence, Restart, TermsVersion, Trial
from sojourn.casework.hosting.texts import failure_words
from sojourn.casework.models import InstitutionSetting
from sojourn.certificates.errors import (
    KEY_COMPROMISED,
    KEY_NOT_VALID_NOW,
    KEY_OUT_OF_REACH,
    NO_CREDENTIAL_KEY,
    NO_SEAL_KEY,
    NO_TIMESTAMP,
)
from sojourn.certificates.events import issue_certificate
from sojourn.core.actors import SYSTEM
from sojourn.messages.access import sent_letters
from sojourn.parties.access import Person, staff_of
from sojourn.parties.events import open_account
from sojourn.parties.people_events import accept_invitation
from tests.casework.builders import a_queued_case
from tests.certificates.builders import content, on
from tests.desk.builders import an_officer_at_work, signed_in
from tests.desk.test_pages import words_of
from tests.parties.test_staff_people import secret_of_newest_link

pytestmark = pytest.mark.django_db
PAGES = (
    "start",
    "settings/identity",
    "settings/hours",
    "settings/writing",
    "settings/numbering",
    "settings/deadlines",
    "settings/second_signature",
    "queues",
    "corridors",
    "corridors/usual",
    "corridors/DE",
    "automation",
    "people",
    "keys",
    "try",
    "try/1",
    "history",
)


def at(page: str) -> str:
    return f"/desk/institution/{page}"


def setting() -> InstitutionSetting:
    return InstitutionSetting.objects.get(pk="us-ssa")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_page_opens_in_every_language(language: str) -> None:
    person, client = an_officer_at_work("administrator")
    for page in (*PAGES, f"people/{person.pk}"):
        response = client.get(at(page), headers={"accept-language": language})
        assert response.status_code == 200, page
    assert client.get("/desk/automation").url == at("automation")
    assert client.get(at("")).url == at("start")


def test_officer_reads_and_changes_nothing() -> None:
    _, client = an_officer_at_work()
    for page in PAGES:
        assert client.get(at(page)).status_code == 200, page
    for page in (
        "start/open",
        "start/close",
        "settings/numbering",
        "queues",
        "corridors/DE",
        "automation/stop",
        "automation/restart",
        "people",
        "try",
    ):
        posted = {"version": "0", "scope": "all", "reason": "x", "email": "a@b.example", "role": "lead"}
        assert client.post(at(page), posted).status_code == 404, page
    assert not TermsVersion.objects.exists()
    assert setting().straight_through


def test_staff_of_an_institution_that_is_not_hosted_find_nothing() -> None:
    _, client = an_officer_at_work("administrator", "jp-jps")
    for page in PAGES:
        assert client.get(at(page)).status_code == 404, page


def test_section_is_saved_shown_again_and_kept_as_a_version() -> None:
    _, client = an_officer_at_work("lead")
    said = {
        "version": "0",
        "identity.name": "Office of Coverage",
        "identity.address": "P.O. Box 1\r\n\r\nBaltimore",
        "identity.phone": "",
        "identity.email": "",
        "identity.url": "",
        "reason": "New letterhead",
    }
    assert client.post(at("settings/identity"), said).status_code == 302
    assert "Set up Office of Coverage" in words_of(client.get(at("start")))
    assert setting().read.identity.address == ("P.O. Box 1", "Baltimore")
    assert "New letterhead" in words_of(client.get(at("history")))
    assert "identity.name" in words_of(client.get(at("history/1")))
    assert client.get(at("history/2")).status_code == 404
    stale = client.post(at("settings/identity"), said | {"identity.name": "Other"}, follow=True)
    assert "Somebody else saved settings" in words_of(stale)
    assert setting().read.identity.name == "Office of Coverage"


@pytest.mark.parametrize(
    ("page", "typed", "words"),
    [
        ("settings/deadlines", {"deadlines.usual": "soon"}, "Enter a whole number."),
        ("settings/deadlines", {"deadlines.to_decide.first": "0"}, "Enter 1 or more."),
        ("settings/hours", {"hours.monday": "all day"}, "Write two times"),
        (
            "settings/hours",
            {"hours.monday": "15:00 to 08:00", "hours.zone": "America/New_York"},
            "must be later",
        ),
        ("settings/hours", {"hours.monday": "08:00 to 15:00"}, "Choose a time zone"),
        ("settings/numbering", {"numbering.prefix": "no good"}, "1 to 8 capital letters"),
        ("settings/writing", {"writing.letterhead": "\n".join("abcdef")}, "Enter at most 5."),
        ("settings/second_signature", {}, "always signed by two"),
        ("corridors/DE", {"mode.first": "through", "sample.first": "101"}, "Enter 100 or fewer."),
        ("corridors/DE", {"mode.exception": "through"}, "always decided by people"),
        ("queues", {"name": ""}, "Enter a name for the queue."),
    ],
)
def test_what_cannot_be_is_said_on_top_and_at_its_field(page: str, typed: dict[str, str], words: str) -> None:
    _, client = an_officer_at_work("lead")
    response = client.post(at(page), {"version": "0", **typed})
    assert response.status_code == 422
    text = words_of(response)
    assert text.count(words) >= 2
    assert not TermsVersion.objects.exists()


def test_row_of_the_matrix_is_set_and_taken_back() -> None:
    _, client = an_officer_at_work("lead")
    row = {"version": "0", "mode.first": "officer", "mode.extension": "elsewhere"}
    client.post(at("corridors/DE"), row)
    assert setting().lets_through("DE", "first") is False
    assert setting().takes("DE", "extension") is False
    assert "Not here" in words_of(client.get(at("corridors")))
    client.post(at("corridors/usual"), {"version": "1", "mode.first": "through", "sample.first": "20"})
    assert setting().read.sample_percent("FR", "first") == 20
    client.post(at("corridors/DE"), {"version": "2"})
    assert setting().read.corridors.cells == {}
    assert client.get(at("corridors/QQ")).status_code == 404


def test_queues_are_added_and_taken_away() -> None:
    _, client = an_officer_at_work("lead")
    client.post(at("queues"), {"version": "0", "name": "Old ones", "kinds": ["first"], "older_than": "30"})
    (queue,) = setting().read.queues
    assert (queue.name, queue.kinds, queue.older_than) == ("Old ones", ("first",), 30)
    assert "older than 30 days" in words_of(client.get(at("queues")))
    client.post(at("queues"), {"version": "1", "remove": "Old ones"})
    assert setting().read.queues == ()


def test_automation_is_stopped_by_one_and_started_by_two() -> None:
    (_, one), (_, other) = an_officer_at_work("lead"), an_officer_at_work("administrator")
    one.post(at("automation/stop"), {"scope": "corridor", "value": "DE"})
    assert setting().stopped_corridors == ["DE"]
    refused = one.post(at("automation/restart"), {"scope": "corridor", "value": "DE", "reason": ""})
    assert refused.status_code == 422
    one.post(at("automation/restart"), {"scope": "corridor", "value": "DE", "reason": "Mended."})
    restart = Restart.objects.get()
    page = at(f"automation/restart/{restart.pk}")
    own = one.post(page, {"answer": "confirm"}, follow=True)
    assert "Somebody else has to confirm it." in words_of(own)
    assert "Confirm and start" in words_of(other.get(at("automation")))
    other.post(page, {"answer": "confirm"})
    assert setting().stopped_corridors == []
    assert (
        one.post(at("automation/stop"), {"scope": "corridor", "value": "QQ"}, follow=True).status_code == 200
    )
    one.post(at("automation/stop"), {"scope": "all"})
    assert "Every case comes to an officer." in words_of(one.get(at("automation")))


def test_people_are_invited_changed_sent_away_and_let_go() -> None:
    person, client = an_officer_at_work("administrator")
    key = "0d2c6c1e-6d0e-4d5e-9a52-5a5b8d6a0f11"
    invited = {"email": "new@office.example", "role": "officer", "language": "de", "key": key}
    client.post(at("people"), invited)
    client.post(at("people"), invited)
    assert len([letter for letter in sent_letters(5) if letter.recipient == "new@office.example"]) == 1
    assert "new@office.example" in words_of(client.get(at("people")))
    assert client.post(at("people"), invited | {"email": "nobody", "key": ""}).status_code == 422
    newcomer = open_account(actor=SYSTEM, email="new@office.example")
    accept_invitation(person=newcomer, secret=secret_of_newest_link())
    theirs = f"people/{newcomer.pk}"
    client.post(at(theirs), {"role": "lead"})
    assert staff_of(newcomer, "us-ssa").role == "lead"
    days = {"first_day-day": "24", "first_day-month": "11", "first_day-year": "2026"}
    days |= {"last_day-day": "30", "last_day-month": "11", "last_day-year": "2026"}
    client.post(at(f"{theirs}/away"), days)
    absence = Absence.objects.get()
    assert absence.last_day - absence.first_day == timedelta(days=6)
    assert client.post(at(f"{theirs}/away"), days | {"last_day-day": "x"}).status_code == 422
    client.post(at(f"people/absences/{absence.pk}"))
    client.post(at(f"{theirs}/let-go"))
    assert "No longer here" in words_of(client.get(at("people")))
    last = client.post(at(f"people/{person.pk}/let-go"))
    assert last.status_code == 422
    assert "Somebody has to administer" in words_of(last)


def test_strangers_to_the_institution_are_not_found_among_its_people() -> None:
    _, client = an_officer_at_work("administrator")
    foreign, _ = an_officer_at_work("officer", "jp-jps")
    for page in (f"people/{foreign.pk}", f"people/{UUID(int=1)}"):
        assert client.get(at(page)).status_code == 404
        assert client.post(at(page), {"role": "lead"}).status_code == 404


def test_samples_are_run_looked_at_and_let_the_institution_open() -> None:
    InstitutionSetting.objects.update(open_to_applicants=False)
    _, client = an_officer_at_work("administrator")
    early = client.post(at("start/open"), follow=True)
    assert "Run the samples" in words_of(early)
    client.post(at("try"))
    assert Trial.objects.get().passed
    page = words_of(client.get(at("try")))
    assert page.count("Well") == 5
    pdf = client.get(at("try/1.pdf"))
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert client.get(at("try/4.pdf")).status_code == 404
    client.post(at("start/open"))
    assert setting().open_to_applicants
    client.post(at("start/close"))
    assert not setting().open_to_applicants


def queries_of(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(at(page)).status_code == 200
    return len(captured)


def test_pages_cost_the_same_number_of_queries_however_much_there_is() -> None:
    _, client = an_officer_at_work("administrator")
    pages = ("people", "automation", "history", "start", "corridors")
    # A demonstration makes its keys when somebody first asks for them.
    client.get(at("keys"))
    before = [queries_of(client, page) for page in pages]
    for number in range(5):
        an_officer_at_work("lead")
        client.post(at("settings/numbering"), {"version": str(number), "numbering.prefix": f"N{number}"})
        client.post(
            at("automation/stop"), {"scope": "corridor", "value": ("DE", "FR", "JP", "AT", "BE")[number]}
        )
    # What the steps had to say is shown once, and takes its own queries.
    client.get(at("keys"))
    assert [queries_of(client, page) for page in pages] == before


def test_signed_in_without_second_factor_sees_nothing() -> None:
    person, _ = an_officer_at_work("administrator")
    client = signed_in(Person.objects.get(pk=person.pk), second_factor=False)
    assert client.get(at("start")).status_code == 302


def test_named_queue_is_chosen_on_the_desk_and_taken_from() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work("lead")
    client.post(at("queues"), {"version": "0", "name": "Germany", "hosts": ["DE"], "hindered": "yes"})
    client.post(at("queues"), {"version": "1", "name": "Japan", "hosts": ["JP"]})
    assert case.reference in words_of(client.get("/desk/?queue=Germany"))
    assert case.reference not in words_of(client.get("/desk/?queue=Japan"))
    client.post("/desk/next", {"queue": "Japan"})
    case.refresh_from_db()
    assert case.state == "new"
    client.post("/desk/next", {"queue": "Germany"})
    case.refresh_from_db()
    assert case.state == "assigned"


def test_usual_time_to_answer_stands_in_the_form_to_ask() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work("lead")
    client.post(at("settings/deadlines"), {"version": "0", "deadlines.question": "7"})
    client.post(f"/desk/cases/{case.reference}/assign", {"version": str(case.version)})
    assert 'value="7"' in client.get(f"/desk/cases/{case.reference}/ask").content.decode()


def test_the_first_page_says_in_time_that_the_seals_key_ends() -> None:
    (_, lead), (_, officer) = an_officer_at_work("lead"), an_officer_at_work()
    said = "The key of the seal ends on"
    assert said not in words_of(lead.get("/desk/"))
    with on(date(2059, 12, 10)):
        told = words_of(lead.get("/desk/"))
        for words in (
            said,
            "offline codes, credentials and status lists ends on",
            "proofs of application ends on",
        ):
            assert words in told
        assert said not in words_of(officer.get("/desk/"))


def test_the_first_page_says_what_time_stamps_lack(settings: Settings) -> None:
    cache.clear()
    _, lead = an_officer_at_work("lead")
    settings.SOJOURN_MODE = "production"
    assert "No time-stamp service is set" in words_of(lead.get("/desk/"))
    settings.SOJOURN_MODE = "test"
    settings.SOJOURN_TIMESTAMP_URL = "http://127.0.0.1:9"
    assert "time-stamp" not in words_of(lead.get("/desk/"))
    settings.SOJOURN_WITHOUT_TIMESTAMP = "issue"
    issue_certificate(content=content(), actor=SYSTEM, key="stamp")
    assert "bear no time until it does." in words_of(lead.get("/desk/"))


def test_each_trouble_with_keys_has_words_of_its_own() -> None:
    for code in (
        KEY_COMPROMISED,
        KEY_NOT_VALID_NOW,
        KEY_OUT_OF_REACH,
        NO_CREDENTIAL_KEY,
        NO_SEAL_KEY,
        NO_TIMESTAMP,
    ):
        assert failure_words(code) != failure_words("anything else")
