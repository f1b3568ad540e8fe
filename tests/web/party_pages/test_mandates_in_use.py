"""What a firm does under a mandate is seen by the employer, ends when it is revoked, and loses nothing typed."""

from uuid import uuid4

import pytest
from django.urls import reverse

from sojourn.core import clock
from sojourn.messages.access import sent_letters
from sojourn.parties import events
from sojourn.parties.access import acting_for_self
from sojourn.parties.models import FirmMembership, Person
from sojourn.requests.events import hand_in, withdraw
from sojourn.requests.keeping import hand_over, kept_by
from sojourn.requests.many import Asking, send_all
from sojourn.requests.models import Request
from tests.parties.builders import a_firm, a_person, a_representative, an_employer
from tests.requests.builders import a_draft, a_sent_request, typed
from tests.web.builders import address_of, client_of, html, posted_page

pytestmark = pytest.mark.django_db


def test_the_employer_sees_each_act_of_the_firm_in_words() -> None:
    employer = an_employer()
    firm = a_representative(employer)
    _, sent = a_sent_request(firm)
    page = client_of(employer).get(reverse("mandate", args=[firm.mandate_id]))
    text = html(page)
    assert page.status_code == 200
    for words in ("Began a request", "Filled in answers", "Sent the request", str(sent.reference)):
        assert words in text
    a_sent_request(employer)
    assert (
        html(client_of(employer).get(reverse("mandate", args=[firm.mandate_id]))).count("Sent the request")
        == 1
    )


def test_a_mandate_without_use_says_so_and_is_no_business_of_others() -> None:
    employer = an_employer()
    firm = a_representative(employer)
    address = reverse("mandate", args=[firm.mandate_id])
    assert "Nothing yet." in html(client_of(employer).get(address))
    for stranger in (firm, an_employer()):
        assert client_of(stranger).get(address).status_code == 404


def test_after_revocation_the_firms_draft_is_read_only_and_what_was_typed_is_shown() -> None:
    employer = an_employer()
    firm = a_representative(employer)
    _, draft = a_draft(firm)
    client = client_of(firm)
    assert client.get(address_of(draft, "place")).status_code == 200
    events.revoke_mandate(acting=employer, mandate_id=firm.mandate_id)  # type: ignore[arg-type]
    typed = posted_page("place", **{"receiver.name": "Hafenwerk & Söhne GmbH"})
    refused = client.post(address_of(draft, "place"), typed)
    assert refused.status_code == 409
    assert "Nothing was changed" in html(refused)
    assert "Hafenwerk &amp; Söhne GmbH" in html(refused)
    before = Request.objects.get(pk=draft.pk).particulars
    assert before.get("receiver.name") != "Hafenwerk & Söhne GmbH"
    page = client.get(reverse("request", args=[draft.pk]))
    assert page.status_code == 200
    assert "you can read, and change nothing" in html(page)
    assert client.post(reverse("request_check", args=[draft.pk]), {"declared": "yes"}).status_code == 409
    assert client.post(reverse("request_withdraw", args=[draft.pk])).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_was_typed_stands_there_again_under_a_new_mandate() -> None:
    employer = an_employer()
    firm = a_representative(employer)
    _, draft = a_draft(firm)
    client = client_of(firm)
    code = Person.objects.get(pk=firm.actor.person_id).firm_memberships.get().firm.code
    events.revoke_mandate(acting=employer, mandate_id=firm.mandate_id)  # type: ignore[arg-type]
    client.post(
        address_of(draft, "place"), posted_page("place", **{"receiver.name": "Hafenwerk & Söhne GmbH"})
    )
    events.grant_mandate(acting=employer, firm_code=code)
    assert "Hafenwerk &amp; Söhne GmbH" in html(client.get(address_of(draft, "place")))


def test_the_firm_does_not_read_what_others_asked_for_the_employer() -> None:
    employer = an_employer()
    firm = a_representative(employer)
    _, theirs = a_draft(employer)
    client = client_of(firm)
    assert client.get(reverse("request", args=[theirs.pk])).status_code in (200, 302)
    events.revoke_mandate(acting=employer, mandate_id=firm.mandate_id)  # type: ignore[arg-type]
    assert client.get(reverse("request", args=[theirs.pk])).status_code == 404


def test_a_mandate_for_other_countries_prepares_but_does_not_send() -> None:
    employer = an_employer()
    firm = a_representative(employer, countries=["FR"])
    _, draft = a_draft(firm)
    client = client_of(firm)
    assert client.get(address_of(draft, "trip")).status_code == 200
    page = client.get(reverse("request_check", args=[draft.pk]), follow=True)
    assert "is not for work in this country" in html(page)
    with pytest.raises(Exception, match="not_allowed"):
        hand_in(acting=firm, request_id=draft.pk, key="k", declared=True)
    _, other = a_draft(employer)
    assert client.get(reverse("request", args=[other.pk])).status_code == 404


def test_an_employer_grants_a_mandate_with_limits_from_the_page() -> None:
    employer, firm = an_employer(), a_firm()
    typed = {
        "acting": employer.token,
        "firm_code": firm.code,
        "kinds": ["first"],
        "may_send": "yes",
        "countries": "Germany\nNarnia",
        "people": "ines@harbour.example",
    }
    client = client_of(employer)
    page = client.post(reverse("mandates"), typed)
    assert page.status_code == 400
    assert "Choose countries from the list." in html(page)
    assert "Narnia" in html(page)
    assert client.post(reverse("mandates"), typed | {"countries": "Germany\nFrance"}).status_code == 302
    mandate = firm.mandates.get()
    assert (mandate.countries, mandate.people) == (["DE", "FR"], ["ines@harbour.example"])


def test_open_requests_are_handed_over_to_a_colleague_and_letters_follow() -> None:
    employer = an_employer()
    ines = a_representative(employer)
    colleague = a_person(name="Jo Harbour")
    firm = Person.objects.get(pk=ines.actor.person_id).firm_memberships.get().firm
    FirmMembership.objects.create(person=colleague, firm=firm, role="member")
    _, draft = a_draft(ines)
    client = client_of(ines)
    assert "Jo Harbour" in html(client.get(reverse("hand_over")))
    posted = {"acting": ines.token, "colleague": str(colleague.pk), "of": str(ines.person_id)}
    client.post(reverse("hand_over"), posted)
    draft.refresh_from_db()
    assert draft.keeper == colleague
    assert kept_by(ines, ines.person_id) == []
    assert hand_over(acting=ines, from_id=ines.person_id, to_id=colleague.pk) == 0


def test_nobody_hands_over_to_a_stranger_or_what_is_not_theirs() -> None:
    employer = an_employer()
    _, draft = a_draft(employer)
    stranger = an_employer()
    client = client_of(employer)
    posted = {"acting": employer.token, "colleague": str(stranger.person_id), "of": str(employer.person_id)}
    client.post(reverse("hand_over"), posted)
    other = {"acting": stranger.token, "colleague": str(stranger.person_id), "of": str(employer.person_id)}
    client_of(stranger).post(reverse("hand_over"), other)
    assert client.post(reverse("hand_over"), posted | {"acting": stranger.token}).status_code == 404
    draft.refresh_from_db()
    assert draft.kept_by is None


def test_with_many_employers_the_switch_searches_and_remembers_the_last_five() -> None:
    person = a_person()
    actings = [an_employer(person, name=f"Works {number:02} Inc.") for number in range(9)]
    client = client_of(actings[0])
    for acting in actings[:6]:
        client.post(reverse("switch_acting"), {"acting": acting.token})
    page = html(client.get(reverse("switch_acting")))
    shown = [
        page.index(f"Works {number:02} Inc.", page.index("<fieldset")) for number in (5, 4, 3, 2, 1, 0, 6)
    ]
    assert shown == sorted(shown)
    found = html(client.get(reverse("switch_acting"), {"q": "works 07"}))
    assert "Works 07 Inc." in found
    assert "Works 06 Inc." not in found
    assert "Nobody for whom you act" in html(client.get(reverse("switch_acting"), {"q": "<b>"}))


def test_a_mandate_that_ends_soon_stands_first_at_the_firm() -> None:
    one, other = an_employer(name="Alpha Inc."), an_employer(name="Omega Inc.")
    person = a_person()
    firm = a_firm(person)
    events.grant_mandate(acting=one, firm_code=firm.code)
    events.grant_mandate(acting=other, firm_code=firm.code, valid_until=clock.today())
    text = html(client_of(acting_for_self(person)).get(reverse("firms")))
    assert text.index("Omega Inc.") < text.index("Alpha Inc.")
    assert "In force, ends soon" in text


def test_many_at_once_are_not_sent_beyond_the_countries_of_the_mandate() -> None:
    employer = an_employer()
    inside, outside = (
        a_representative(employer, countries=["DE"]),
        a_representative(employer, countries=["FR"]),
    )
    row = {
        name: value for name, value in typed().items() if not name.startswith(("sender.", "employers[0]."))
    }
    made, refused = send_all(acting=outside, askings=[Asking(uuid4(), row)], notify=False, declared=True)
    assert made == []
    assert [problem.code for problem in refused[0].problems] == ["mandate_not_for_country"]
    made, refused = send_all(acting=inside, askings=[Asking(uuid4(), row)], notify=False, declared=True)
    assert [problem.code for each in refused for problem in each.problems] == []
    assert len(made) == 1


def test_letters_about_what_a_firm_sent_go_to_the_employer_once_the_mandate_is_over() -> None:
    employer = an_employer()
    firm = a_representative(employer)
    _, sent = a_sent_request(firm)
    ines, clerk = (Person.objects.get(pk=each.person_id) for each in (firm, employer))
    assert sent_letters(1)[0].recipient == ines.email
    events.revoke_mandate(acting=employer, mandate_id=firm.mandate_id)  # type: ignore[arg-type]
    withdraw(acting=employer, request_id=sent.pk)
    [told] = sent_letters(1)
    assert str(sent.reference) in told.text
    assert told.recipient == clerk.email
