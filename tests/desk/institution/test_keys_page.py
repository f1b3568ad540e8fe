"""The page of keys: every key of the institution, what it is for and how it stands."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.casework.hosting.seals import key_holder
from sojourn.certificates.keyring import Purpose
from sojourn.certificates.keyring.events import activate_key, make_key, tell_compromised
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from tests.desk.builders import an_officer_at_work
from tests.desk.test_pages import words_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/institution/keys"


def a_new_key(holder: str, purpose: Purpose = Purpose.SEAL) -> str:
    key = make_key(holder=key_holder(holder), purpose=purpose, actor=SYSTEM)
    activate_key(kid=key.kid, actor=SYSTEM)
    return key.kid


def test_each_key_is_told_with_its_purpose_and_state_and_none_of_another_institution() -> None:
    given_away, foreign = a_new_key("us-ssa"), a_new_key("de-dvka")
    tell_compromised(kid=given_away, since=clock.now() - timedelta(hours=1), actor=SYSTEM)
    in_use = a_new_key("us-ssa")
    _, client = an_officer_at_work("administrator")
    told = words_of(client.get(PAGE))
    assert given_away in told
    assert "Others may hold it" in told
    assert told.count(in_use) == 2
    assert foreign not in told
    assert "Offline codes, credentials and status lists" in told
    assert "There is no key" not in told


def test_what_is_missing_is_said_and_more_keys_are_not_more_queries() -> None:
    _, client = an_officer_at_work("administrator")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for _ in range(3):
        a_new_key("us-ssa")
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)
    tell_compromised(kid=a_new_key("us-ssa"), since=clock.now(), actor=SYSTEM)
    tell_compromised(kid=a_new_key("us-ssa", Purpose.CREDENTIAL), since=clock.now(), actor=SYSTEM)
    told = words_of(client.get(PAGE))
    assert "There is no key to seal with" in told
    assert "There is no key to sign offline codes" in told
