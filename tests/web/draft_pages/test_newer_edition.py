"""A draft opened after questions or law have changed says what changed, and asks only what is new."""

from typing import Any

import pytest

from sojourn.requests.models import Request
from tests.requests.builders import a_draft
from tests.web.builders import address_of, client_of, html, posted_page

pytestmark = pytest.mark.django_db


def made_under(draft: Request, **then: Any) -> None:
    """Let the draft have been worked on under another edition."""
    draft.edition = draft.edition | then
    draft.save(update_fields=["edition"])


def test_under_the_same_edition_nothing_is_said() -> None:
    acting, draft = a_draft()
    assert "since you last worked on this" not in html(client_of(acting).get(address_of(draft, "place")))


def test_a_change_that_does_not_concern_the_draft_is_said_in_one_line() -> None:
    acting, draft = a_draft()
    made_under(draft, law="2026-01-01:older")
    page = html(client_of(acting).get(address_of(draft, "place")))
    assert "The law as we carry it has changed since you last worked on this." in page
    assert "Nothing changes for this request." in page


def test_new_questions_are_counted_and_linked() -> None:
    acting, draft = a_draft(birth_place="")
    asked = {
        name: wording for name, wording in draft.edition["asked"].items() if name != "worker.birth_place"
    }
    made_under(draft, questions="older", asked=asked)
    page = html(client_of(acting).get(address_of(draft, "trip")))
    assert "1 question is new." in page
    assert f'href="{address_of(draft, "person")}">Place of birth' in page


def test_an_answered_question_that_is_worded_anew_is_to_be_checked() -> None:
    acting, draft = a_draft()
    made_under(draft, questions="older", asked=draft.edition["asked"] | {"worker.birth_place": "older"})
    assert "1 question you have answered is worded anew" in html(
        client_of(acting).get(address_of(draft, "check"))
    )


def test_another_answer_of_the_law_is_said_and_continuing_settles_it() -> None:
    acting, draft = a_draft()
    made_under(draft, law="older", found=[["2027-03-01", None, "refer", None, None, None]])
    client = client_of(acting)
    assert "the law now says something else" in html(client.get(address_of(draft, "law")))
    client.post(address_of(draft, "trip"), posted_page("trip"))
    assert "since you last worked on this" not in html(client.get(address_of(draft, "law")))
