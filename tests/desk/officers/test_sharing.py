"""Handing over, absence, looks, facts: through events and pages."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from sojourn.casework.asking.difference import difference_with
from sojourn.casework.asking.establishing import dispute_fact, set_fact
from sojourn.casework.case_view import case_for
from sojourn.casework.certificate_acts import SHORTEN, WITHDRAW
from sojourn.casework.decision_events import approve
from sojourn.casework.hosting.people_events import note_absence
from sojourn.casework.looks import LooksWanted, review_looks
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign, look_at_person, put_back, take_next
from sojourn.casework.officers.events import pass_on, set_up_desk
from sojourn.casework.officers.keys import KEYS
from sojourn.casework.queues import QueueFilter, own_cases, queue_for
from sojourn.casework.repairing import repair_of
from sojourn.casework.searching.access import Wanted, find_cases
from sojourn.certificates.access import content
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.messages.models import Letter
from sojourn.parties.access import staff_of
from tests.casework.builders import a_case_in_hand, a_queued_case, an_acting_officer, said_about
from tests.desk.builders import an_officer_at_work
from tests.parties.builders import an_employer

pytestmark = pytest.mark.django_db
END = "activities[0].end"


def problems(error: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_case_is_handed_over_with_a_reason_and_a_note() -> None:
    officer, colleague, third = (an_acting_officer() for _ in range(3))
    case = a_case_in_hand(officer)
    hand = {"case_id": case.pk, "version": case.version, "why": "knowledge", "words": "Ask about the ship."}
    with pytest.raises(NotAllowed):
        pass_on(acting=third, to=third.person_id, **hand)
    with pytest.raises(InvalidInput) as refused:
        pass_on(acting=officer, to=colleague.person_id, **hand | {"why": ""})
    assert problems(refused) == ["why_missing"]
    with pytest.raises(InvalidInput) as refused:
        pass_on(acting=officer, to=uuid4(), **hand)
    assert problems(refused) == ["colleague_unknown"]
    pass_on(acting=officer, to=colleague.person_id, **hand)
    pass_on(acting=officer, to=colleague.person_id, **hand)
    view = case_for(colleague, case.reference)
    assert view.in_my_hands
    assert [(each.why, each.words) for each in view.around.passed_on] == [
        ("knowledge", "Ask about the ship.")
    ]
    with pytest.raises(WrongState):
        put_back(acting=officer, case_id=case.pk)
    lead = an_acting_officer("lead")
    put_back(acting=lead, case_id=case.pk, why="absence")
    case.refresh_from_db()
    assert (case.state, case.assigned_to_id) == ("new", None)


def test_whoever_is_away_gets_nothing_new_and_their_due_cases_are_shown_to_leads() -> None:
    person, client = an_officer_at_work()
    officer = staff_of(person, "us-ssa")
    case = a_case_in_hand(officer)
    Case.objects.filter(pk=case.pk).update(due_on=clock.today())
    waiting = a_queued_case(given_names="Second")
    lead_person, lead_client = an_officer_at_work("lead")
    lead = staff_of(lead_person, "us-ssa")
    note_absence(acting=lead, person_id=person.pk, first_day=clock.today(), last_day=clock.today())
    with pytest.raises(WrongState, match="officer_away"):
        take_next(acting=officer)
    assert "noted as away today" in client.post("/desk/next", follow=True).content.decode()
    with pytest.raises(InvalidInput) as refused:
        pass_on(acting=lead, case_id=waiting.pk, version=waiting.version, to=person.pk, why="load")
    assert problems(refused) == ["colleague_away"]
    home = lead_client.get("/desk/").content.decode()
    assert "Due in the hands of colleagues who are away" in home
    assert case.reference in home
    page = lead_client.get(f"/desk/cases/{case.reference}/pass-on").content.decode()
    assert str(person.pk) not in page
    assert str(lead_person.pk) not in page


def test_take_next_takes_from_the_chosen_queue_and_counts_say_what_waits_elsewhere() -> None:
    officer = an_acting_officer()
    first = a_queued_case()
    second = a_queued_case(given_names="Second")
    Case.objects.filter(pk=first.pk).update(opened_at=clock.now() - timedelta(days=40), language="de")
    Case.objects.filter(pk=second.pk).update(risk=3)
    queue = queue_for(officer, QueueFilter(risk="3"))
    assert (queue.fitting, queue.waiting, queue.elsewhere) == (1, 2, 1)
    assert {pile.value: pile.count for pile in queue.piles["age"]} == {"0": 1, "31": 1}
    assert {pile.value for pile in queue.piles["language"]} == {"de", "en"}
    assert queue_for(officer, QueueFilter(age="31", language="de")).fitting == 1
    for nonsense in (QueueFilter(risk="x"), QueueFilter(age="7"), QueueFilter(kind="'")):
        assert queue_for(officer, nonsense).fitting == 0
    assert take_next(acting=officer, wanted=QueueFilter(risk="3")) == second.reference
    assert take_next(acting=officer, wanted=QueueFilter(risk="3")) is None
    assert own_cases(officer).for_today == 1


def test_looks_are_written_with_their_reason_and_odd_ones_come_first() -> None:
    officer, curious, lead = an_acting_officer(), an_acting_officer(), an_acting_officer("lead")
    case = a_case_in_hand(officer)
    look_at_person(acting=officer, case_id=case.pk)
    look_at_person(acting=curious, case_id=case.pk, why="call")
    look_at_person(acting=curious, case_id=case.pk, why="other")
    with pytest.raises(InvalidInput):
        look_at_person(acting=curious, case_id=case.pk, why="nosy")
    today = clock.today()
    review = review_looks(lead, LooksWanted(today, today))
    assert [(look.why, look.oddities) for look in review.looks] == [
        ("other", ("other_reason",)),
        ("call", ()),
        ("in_hand", ()),
    ]
    of_one = LooksWanted(today, today, officer=officer.person_id, reference=case.reference)
    assert [look.why for look in review_looks(lead, of_one).looks] == ["in_hand"]
    with pytest.raises(NotAllowed):
        review_looks(officer, LooksWanted(today, today))
    with pytest.raises(InvalidInput):
        review_looks(lead, LooksWanted(today, today - timedelta(days=1)))


def test_a_fact_is_set_with_its_source_after_its_difference_was_shown() -> None:
    person, client = an_officer_at_work()
    officer = staff_of(person, "us-ssa")
    case = a_case_in_hand(officer)
    address = f"/desk/cases/{case.reference}/fact"
    boxes = {f"{END}-day": "28", f"{END}-month": "2", f"{END}-year": "2040"}
    typed = {"day": "28", "month": "2", "year": "2040"}
    shown = difference_with(officer, case.reference, END, typed, "en")
    assert shown.turns_answer
    assert not shown.makes_certificate_wrong
    sent = {
        "fact": END,
        "version": case.version,
        "key": str(uuid4()),
        "source": "paper",
        "reason": "The contract.",
    }
    # Without the difference having been shown, "save" only shows it.
    first = client.post(address, {**sent, **boxes, "step": "save"})
    assert "What this changes" in first.content.decode()
    assert "case.fact_established" not in said_about(case)
    mark = first.context["shown"]
    client.post(address, {**sent, **boxes, "step": "save", "shown": mark})
    client.post(address, {**sent, **boxes, "step": "save", "shown": mark})
    assert said_about(case).count("case.fact_established") == 1
    case.refresh_from_db()
    assert case.end == date(2040, 2, 28)
    assert Letter.objects.filter(template="fact_established").count() == 1
    standing = case_for(officer, case.reference).around.standings[END]
    assert (standing.state, standing.source, standing.reason) == ("established", "paper", "The contract.")


def test_what_is_missing_from_a_fact_is_told_together_and_a_doubt_is_settled_by_finding_out() -> None:
    officer = an_acting_officer()
    case = a_case_in_hand(officer)
    of_case = {"acting": officer, "case_id": case.pk, "fact": END}
    with pytest.raises(InvalidInput) as refused:
        set_fact(**of_case, version=case.version, key=uuid4(), typed={}, source="dream", reason=" ")
    assert problems(refused) == ["missing", "source_missing", "fact_reason_missing"]
    with pytest.raises(InvalidInput) as refused:
        difference_with(officer, case.reference, "worker.shoe_size", "44", "en")
    assert problems(refused) == ["fact_unknown"]
    dispute_fact(**of_case, version=case.version, reason="The worker says otherwise.")
    case.refresh_from_db()
    assert case_for(officer, case.reference).around.standings[END].state == "disputed"
    declared = {"day": "28", "month": "2", "year": "2030"}
    said = {"typed": declared, "source": "call", "reason": "Asked by telephone."}
    difference = set_fact(**of_case, version=case.version, key=uuid4(), **said)
    assert difference.confirms
    assert case_for(officer, case.reference).around.standings[END].state == "verified"
    with pytest.raises(WrongState, match="case_changed"):
        set_fact(**of_case, version=case.version, key=uuid4(), **said)
    with pytest.raises(WrongState, match="case_not_yours"):
        set_fact(**{**of_case, "acting": an_acting_officer()}, version=99, key=uuid4(), **said)


def test_a_fact_that_makes_a_certificate_wrong_says_so_and_changes_nothing_on_it() -> None:
    officer = an_acting_officer()
    case = a_case_in_hand(officer)
    number = approve(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=["facts_established"],
        waivers={"number_missing": "Seen."},
    )
    case.refresh_from_db()
    later = {
        "typed": {"day": "28", "month": "2", "year": "2029"},
        "source": "register",
        "reason": "Deregistered.",
    }
    difference = set_fact(
        acting=officer, case_id=case.pk, version=case.version, key=uuid4(), fact=END, **later
    )
    assert difference.makes_certificate_wrong
    assert difference.certificate == number
    case.refresh_from_db()
    assert (case.state, case.end) == ("decided", date(2030, 2, 28))
    assert not Letter.objects.filter(template="fact_established").exists()


def test_a_fact_that_makes_a_certificate_wrong_opens_its_change_filled_in() -> None:
    person, client = an_officer_at_work()
    officer = staff_of(person, "us-ssa")
    case = a_case_in_hand(officer)
    seen = {"number_missing": "Seen."}
    of_case = {"acting": officer, "case_id": case.pk}
    approve(**of_case, version=case.version, reasons=["facts_established"], waivers=seen)
    case.refresh_from_db()
    address = f"/desk/cases/{case.reference}"
    assert "Put the certificate right" not in client.get(address).content.decode()

    # A name that was misspelt: the correction opens with it, and one press proposes or issues.
    box = {"worker.given_names": "Adaeze Ngozi"}
    sent = {
        "fact": "worker.given_names",
        "version": case.version,
        "key": str(uuid4()),
        "source": "paper",
        "reason": "The passport.",
    }
    shown = client.post(f"{address}/fact", {**sent, **box, "step": "preview"})
    assert "Save and put the certificate right" in shown.content.decode()
    save = {**sent, **box, "step": "save", "shown": shown.context["shown"]}
    kept = client.post(f"{address}/fact", save)
    assert kept["Location"] == f"{address}/correct"
    page = client.get(f"{address}/correct")
    values = {each["name"]: each["value"] for each in page.context["fields"]}
    assert values["item-holder.given_names"] == "Adaeze Ngozi"
    assert values["own_words"] == "We have established: Given names."
    assert "Filled in from the facts" in page.content.decode()
    assert "Adaeze Ngozi" not in client.get(address).content.decode().partition('id="next"')[2]
    assert f'href="{address}/correct"' in client.get(address).content.decode()
    before = case.decision.certificate_number
    client.post(f"{address}/correct", {**values, "version": page.context["version"]})
    case.refresh_from_db()
    assert case.decision.certificate_number != before
    assert content(str(case.decision.certificate_number)).holder.given_names == "Adaeze Ngozi"
    assert "Put the certificate right" not in client.get(address).content.decode()

    # The stay was shorter: the early end opens; the law turns: the withdrawal does, with day and reason.
    for day, act in (("2028", SHORTEN), ("2040", WITHDRAW)):
        typed = {"day": "28", "month": "2", "year": day}
        case.refresh_from_db()
        set_fact(
            **of_case,
            version=case.version,
            key=uuid4(),
            fact=END,
            typed=typed,
            source="paper",
            reason="Seen.",
        )
        repair = repair_of(officer, case.reference)
        assert repair is not None
        assert repair.act == act
    page = client.get(f"{address}/withdraw")
    values = {each["name"]: each["value"] for each in page.context["fields"]}
    assert values["reason"] == "facts_were_wrong"
    assert values["effective_on"] == {"day": "1", "month": "3", "year": "2027"}
    with pytest.raises(NotAllowed):
        repair_of(an_acting_officer(institution_id="de-dvka"), case.reference)


def test_cases_are_found_by_whole_values_of_worker_and_employer() -> None:
    officer = an_acting_officer()
    case = a_queued_case(an_employer(), given_names="José María", family_name="Núñez")
    born = "1988-05-17"
    found = {
        typed: bool(find_cases(officer, Wanted(typed, birth)))
        for typed, birth in (
            ("jose maria NUNEZ", ""),
            ("Núñez, José María", ""),
            ("Nunez", ""),
            ("José Núñez", ""),
            ("José María Núñez", "1901-01-01"),
        )
    }
    assert list(found.values()) == [True, True, False, False, False], (found, born)
    assert case.search_keys.filter(kind="employer").exists()
    stranger = an_acting_officer(institution_id="de-dvka")
    assert find_cases(stranger, Wanted("José María Núñez")) == ()


def test_keys_are_remapped_and_switched_off() -> None:
    person, client = an_officer_at_work()
    officer = staff_of(person, "us-ssa")
    assert "desk.js" in client.get("/desk/").content.decode()
    with pytest.raises(InvalidInput) as refused:
        set_up_desk(acting=officer, keys_on=True, keys={**KEYS, "next": "d", "up": "kk"})
    assert sorted(problems(refused)) == ["key_one_sign", "key_taken"]
    client.post("/desk/keys", {**KEYS, "keys_on": "yes", "next": "w"})
    page = client.get("/desk/").content.decode()
    assert '"next": "w"' in page
    assert ">w</kbd>" in page
    client.post("/desk/keys", dict(KEYS))
    assert "desk.js" not in client.get("/desk/").content.decode()


def test_the_second_viewer_is_named_and_a_stale_page_says_what_happened() -> None:
    case = a_queued_case()
    first, client = an_officer_at_work()
    _, other = an_officer_at_work()
    client.get(f"/desk/cases/{case.reference}")
    assert f"{first.email} is looking at this" in other.get(f"/desk/cases/{case.reference}").content.decode()
    drawn = Case.objects.get(pk=case.pk).version
    third = an_acting_officer()
    assign(acting=third, case_id=case.pk)
    said = client.post(
        f"/desk/cases/{case.reference}/assign", {"version": drawn}, follow=True
    ).content.decode()
    assert "Somebody else changed this case" in said
    assert "Taken in hand" in said
