"""`sojourn host`: the first administrator gets in, and the rest happens in the desk."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from sojourn.casework.models import InstitutionSetting
from sojourn.messages.access import sent_letters
from sojourn.parties.access import Person, staff_of

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("host", *arguments, stdout=out)
    return out.getvalue()


def test_institution_is_hosted_closed_and_its_administrator_can_set_a_password() -> None:
    words = told("jp-jps", "--administrator=chief@office.example")
    assert "is hosted now" in words
    assert "/desk/institution/start" in words
    assert not InstitutionSetting.objects.get(pk="jp-jps").open_to_applicants
    assert staff_of(Person.objects.get(email="chief@office.example"), "jp-jps").role == "administrator"
    assert "was hosted already" in told("jp-jps", "--administrator=chief@office.example")
    Client().post(reverse("account_reset_password"), {"email": "chief@office.example"})
    assert [letter.facts.template for letter in sent_letters(1)] == ["password_reset"]


def test_what_cannot_be_is_said_with_what_was_perhaps_meant() -> None:
    with pytest.raises(CommandError, match="jp-jps"):
        told("jp-jp", "--administrator=chief@office.example")
    with pytest.raises(CommandError, match="must be an e-mail address"):
        told("jp-jps", "--administrator=chief")
    assert not InstitutionSetting.objects.exists()
