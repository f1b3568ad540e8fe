"""Every address of the desk, for every kind of person. A new address fails here until somebody has placed it."""

import pytest
from django.http import HttpResponse
from django.test import Client

from sojourn.casework.events import set_up_institution
from sojourn.casework.models import Case
from sojourn.casework.restricted.events import add_member, make_group, restrict
from sojourn.core.actors import SYSTEM
from sojourn.parties.access import staff_of
from sojourn.parties.models import Person
from sojourn.requests.models import Request
from tests.casework.builders import a_queued_case, said_about
from tests.desk.builders import an_officer_at_work, signed_in
from tests.house.routes import Route, routes
from tests.parties.builders import an_employer

pytestmark = pytest.mark.django_db

# Of one case: below /desk/cases/<reference>. Who may do what there is for each to say; nobody else finds any of them.
ABOUT_A_CASE = frozenset(
    {
        "answer",
        "ask",
        "ask_abroad",
        "ask_close",
        "ask_worker",
        "ask_more_time",
        "assign",
        "case",
        "copy",
        "correct",
        "decide",
    }
    | {"decide_draft", "exception_begin", "fact", "file", "letter", "pass_on", "person", "record"}
    | {"record_take_back", "restrict", "shorten", "suspend", "thread", "withdraw"}
)
# Of one thing of the institution by its id: a made-up id leads nobody anywhere.
BY_ID = frozenset(
    {"appeal", "appeal_paper", "concern", "concern_photo", "concern_step", "dispute", "dispute_letter"}
    | {"dispute_person", "dispute_step", "exception", "exception_get", "exception_note", "exception_paper"}
    | {"exception_reply", "exception_reply_paper", "exception_send", "exception_settle", "exception_step"}
    | {"exception_write", "figures_file", "foreign_doubt", "foreign_draft", "foreign_file"}
    | {"foreign_person", "foreign_record", "foreign_withdrawn", "institution_away", "institution_back"}
    | {"institution_corridor", "institution_let_go", "institution_letters", "institution_person"}
    | {"institution_restart_answer", "institution_section", "institution_specimen"}
    | {"institution_uninvite", "institution_version", "open_restricted", "proposal"}
    | {"notice", "notice_answer", "notice_get", "notice_said", "notice_sent", "notice_settle"}
    | {"restricted_lift", "restricted_member", "retention_lift", "sample", "sample_person"}
    | {"sample_put_back", "sample_stop", "sample_take", "waiver_revoke"}
)
# For those who lead or administer alone.
FOR_LEADS = frozenset(
    {"looks", "restricted", "retention", "retention_hold", "sample_limits", "waiver_new"}
    | {"institution_restart", "institution_stop"}
)
FOR_ADMINISTRATORS = frozenset({"institution_close", "institution_open", "retention_rule"})
# For all staff of the institution; what is changed there may be for those who lead.
FOR_ALL_STAFF = frozenset(
    {"appeals", "automation", "concerns", "dispute_terms", "disputes", "exceptions", "figures"}
    | {"figures_workbook", "foreign", "foreign_drop", "foreign_find", "foreign_new", "home"}
    | {"institution", "institution_automation", "institution_corridors", "institution_history"}
    | {"institution_keys", "institution_people", "institution_queues", "institution_start"}
    | {"institution_try", "keys", "next", "notices", "sample_next", "samples", "search", "signing", "waivers"}
)
PLACES = (ABOUT_A_CASE, BY_ID, FOR_LEADS, FOR_ADMINISTRATORS, FOR_ALL_STAFF)
# Lists in which a restricted case would show if it showed anywhere.
LISTS = ("/desk/", "/desk/?host=DE", "/desk/looks", "/desk/restricted", "/desk/signing", "/desk/appeals")
LISTS += ("/desk/exceptions", "/desk/sampling", "/desk/waivers")

ALL = {route.name.removeprefix("desk:"): route for route in routes() if route.name.startswith("desk:")}


def test_every_address_is_placed_once() -> None:
    placed = [name for place in PLACES for name in place]
    assert sorted(placed) == sorted(set(placed))
    assert set(ALL) - set(placed) == set(), "place it, and say by that who may open it"


def asked(client: Client, route: Route, reference: str = "") -> set[int]:
    """The status codes of reading and of writing."""
    address = route.address.replace("/cases/a1", f"/cases/{reference}") if reference else route.address
    return {answer.status_code for answer in (client.get(address), client.post(address))}


def found_by(client: Client, names: frozenset[str], reference: str = "") -> dict[str, set[int]]:
    """Those of the addresses that told this person more than that there is nothing."""
    told = {name: asked(client, ALL[name], reference) for name in sorted(names & set(ALL))}
    return {name: codes for name, codes in told.items() if not codes <= {404, 405}}


def test_strangers_and_applicants_find_nothing_of_a_case() -> None:
    employer = an_employer()
    case = a_queued_case(employer)
    applicant = signed_in(Request.objects.get(pk=case.request_id).created_by)
    everything = frozenset(ALL)
    assert found_by(applicant, everything, case.reference) == {}
    for name in sorted(everything):
        for answer in (Client().get(ALL[name].address), Client().post(ALL[name].address)):
            led_to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in")
            assert led_to_sign_in or answer.status_code in {404, 405}, name
    assert said_about(case) == ["case.opened", "case.queued"]


def test_staff_of_another_hosted_institution_find_nothing_of_a_case() -> None:
    set_up_institution(institution_id="de-dvka", actor=SYSTEM)
    case = a_queued_case()
    for role in ("officer", "lead", "administrator"):
        _, client = an_officer_at_work(role, "de-dvka")
        assert found_by(client, ABOUT_A_CASE, case.reference) == {}, role
    assert said_about(case) == ["case.opened", "case.queued"]


def test_made_up_ids_lead_nobody_anywhere() -> None:
    _, client = an_officer_at_work("administrator")
    assert found_by(client, BY_ID) == {}


def test_what_is_for_those_who_lead_is_for_nobody_else() -> None:
    _, officer = an_officer_at_work("officer")
    _, lead = an_officer_at_work("lead")
    _, administrator = an_officer_at_work("administrator")
    assert found_by(officer, FOR_LEADS | FOR_ADMINISTRATORS) == {}
    assert set(found_by(lead, FOR_LEADS)) == FOR_LEADS
    assert found_by(lead, FOR_ADMINISTRATORS) == {}
    assert set(found_by(administrator, FOR_LEADS | FOR_ADMINISTRATORS)) == FOR_LEADS | FOR_ADMINISTRATORS


@pytest.mark.parametrize("role", ["officer", "lead", "administrator"])
def test_all_staff_find_what_is_for_all(role: str) -> None:
    _, client = an_officer_at_work(role)
    assert set(found_by(client, FOR_ALL_STAFF)) == FOR_ALL_STAFF & set(ALL)


def a_restricted_case() -> tuple[Case, Person, Client]:
    """A case that only one colleague sees, and the colleague's browser."""
    case = a_queued_case()
    member, client = an_officer_at_work()
    lead = staff_of(an_officer_at_work("lead")[0], "us-ssa")
    group = make_group(acting=lead, name="Own staff")
    add_member(acting=lead, group_id=group, person_id=member.pk)
    restrict(
        acting=lead, case_id=case.pk, version=case.version, group_id=group, whole_person=True, reason="Staff."
    )
    case.refresh_from_db()
    return case, member, client


def shows(response: HttpResponse, case: Case) -> bool:
    """Whether the page tells of the case."""
    return case.reference in response.content.decode()


@pytest.mark.parametrize("role", ["officer", "lead", "administrator"])
def test_a_restricted_case_does_not_exist_for_others(role: str) -> None:
    case, _, _ = a_restricted_case()
    before = said_about(case)
    _, outsider = an_officer_at_work(role)
    assert found_by(outsider, ABOUT_A_CASE, case.reference) == {}
    assert outsider.get(f"/desk/restricted/cases/{case.reference}").status_code == 404
    assert outsider.post(f"/desk/restricted/cases/{case.reference}", {"why": "call"}).status_code == 404
    for address in LISTS:
        assert not shows(outsider.get(address), case), address
    for typed in (case.reference, "Adaeze Okafor"):
        assert not shows(outsider.post("/desk/search", {"q": typed}), case)
    home = outsider.get("/desk/").content.decode()
    assert "0 cases wait for an officer." in home
    assert "Nothing waits here" in outsider.post("/desk/next", follow=True).content.decode()
    assert said_about(case) == before


def test_the_group_says_why_before_it_sees_the_case() -> None:
    case, _, member = a_restricted_case()
    asks = f"/desk/restricted/cases/{case.reference}"
    assert shows(member.get("/desk/"), case)
    for name in sorted(ABOUT_A_CASE & set(ALL)):
        address = ALL[name].address.replace("/cases/a1", f"/cases/{case.reference}")
        for answer in (member.get(address), member.post(address)):
            led = answer.status_code == 302 and answer["Location"] == asks
            assert led or answer.status_code == 405, name
    assert member.post(asks, {"why": "curious"}).status_code == 422
    assert member.post(asks, {"why": "other"}).status_code == 422
    assert "case.restricted_opened" not in said_about(case)
    assert member.post(asks, {"why": "call"})["Location"] == f"/desk/cases/{case.reference}"
    assert member.get(f"/desk/cases/{case.reference}").status_code == 200
    assert said_about(case).count("case.restricted_opened") == 1
