"""What the applicant reads while an authority of another country is asked: whom, since when, until when, what then."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from sojourn.casework.asked_abroad import asked_abroad
from sojourn.casework.european.events import answer_question, ask_other_state
from sojourn.casework.european.models import Notice
from sojourn.casework.events import set_up_institution, take_up
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import NotAllowed
from tests.casework.builders import an_acting_officer
from tests.casework.exceptions.builders import a_wish, answered, at_the_other_side, both_hosted
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request
from tests.requests.test_several_countries import GERMAN, worked_in
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_monday() -> Any:
    with clock.fixed(MONDAY):
        yield


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("&#x27;", "'")


def test_applicant_reads_whose_agreement_is_awaited_until_when_and_what_comes_then() -> None:
    both_hosted()
    employer, case = a_wish()
    address = reverse("request", args=[case.reference])
    client = client_of(employer)
    assert "Waiting for" not in plain(html(client.get(address)))
    officer, exchange = at_the_other_side(case)

    page = plain(html(client.get(address)))
    heading = page.partition("<h1>")[2].partition("</h1>")[0]
    assert heading == "Waiting for GKV-Spitzenverband, asked on 23 November 2026"
    assert "The answer is due by 23 January 2027." in page
    assert "If it agrees for other days, or does not agree, Social Security Administration decides" in page
    assert "asked the other authority to agree." in page
    assert "You can still withdraw the request" in page
    rows = plain(html(client.get(reverse("requests"))))
    assert "Waiting for another authority" in rows
    assert "by 23 January 2027" in rows
    for language, words in (
        ("de", "Die Antwort wird bis"),
        ("fr", "La réponse est attendue"),
        ("es", "a más tardar"),
    ):
        said = plain(html(client.get(address, headers={"accept-language": language})))
        assert words in said

    with clock.fixed(clock.now() + timedelta(days=90)):
        late = plain(html(client_of(employer).get(address)))
    assert "The answer was due on 23 January 2027 and has not come." in late
    with pytest.raises(NotAllowed):
        asked_abroad(officer, case.request_id)
    with pytest.raises(NotAllowed):
        asked_abroad(an_employer(), case.request_id)

    answered(exchange)
    page = plain(html(client.get(address)))
    assert "Waiting for" not in page
    assert "The answer of the other authority came." in page


def test_a_question_to_another_state_is_told_until_it_is_answered() -> None:
    for institution in ("de-dvka", "fr-cleiss"):
        set_up_institution(institution_id=institution, actor=SYSTEM)
    employer, request = a_sent_request(an_employer(**GERMAN), **worked_in("DE", "FR", "NL"))
    taken = take_up(request_id=request.pk)
    assert taken
    officer = an_acting_officer(institution_id="de-dvka")
    assign(acting=officer, case_id=taken.case_id)
    case = Case.objects.get(pk=taken.case_id)
    reference = ask_other_state(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        country="FR",
        text="Is she insured?",
        key=uuid4(),
    )
    address = reverse("request", args=[case.reference])
    page = plain(html(client_of(employer).get(address)))
    assert "put a question to CLEISS" in page
    assert "No day is set for the answer" in page
    assert "Is she insured?" not in page
    assert "<h1>Request received</h1>" in page
    answer_question(acting=an_acting_officer(institution_id="fr-cleiss"), reference=reference, text="She is.")
    assert Notice.objects.get(message="A006")
    assert "put a question" not in plain(html(client_of(employer).get(address)))
