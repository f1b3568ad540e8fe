"""How much one has to give: counted on the live form, for the situations that people are in most."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.test import Client

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from tests.journeys.form_walk import Walk
from tests.parties.builders import a_person

pytestmark = pytest.mark.django_db
SITUATIONS = yaml.safe_load(Path(__file__).with_name("field_budget.yaml").read_text())["situations"]


@pytest.fixture(autouse=True)
def institution() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)


def somebody() -> Client:
    client = Client()
    client.force_login(a_person())
    return client


def ask(client: Client, situation: Mapping[str, Any]) -> Walk:
    """From the first page that asks to the receipt; the employer is entered where there is none yet."""
    walk = Walk(client, situation["answers"])
    own = situation.get("own", False)
    begun = bool(situation.get("after"))
    if not own and not begun:
        walk.one_page("/employers/new")
    tokens = re.findall(r'name="acting"[^>]*value="([^"]+)"', client.get("/requests/new").content.decode())
    token = next(each for each in tokens if each.startswith("self" if own else "employer"))
    begin = "known" if "traveller" in situation["answers"] else ""
    first = client.post("/requests/new", {"acting": token, "key": str(uuid4()), "begin": begin})["Location"]
    walk.one_page(walk.through(first, "/check"))
    return walk


@pytest.mark.parametrize("name", SITUATIONS)
def test_nobody_gives_more_than_the_budget(name: str) -> None:
    situation, client = SITUATIONS[name], somebody()
    for earlier in situation.get("after", ()):
        ask(client, SITUATIONS[earlier])
    walk = ask(client, situation)
    assert (walk.fields, len(walk.pages)) == (situation["fields"], situation["pages"]), walk.pages
