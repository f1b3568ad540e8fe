"""Situations with sensible facts, so that a test shows only what it is about."""

import copy
from typing import Any

Facts = dict[str, Any]


def posting(home: str = "US", host: str = "DE", **changes: Any) -> Facts:
    """What an ordinary web request supplies: a posting of three years. `changes` are facts of the activity."""
    activity = {
        "id": "a1",
        "country": host,
        "status": "employee",
        "employer": "e1",
        "receiving_employer": "e2",
        "start": "2027-03-01",
        "end": "2030-02-28",
        "pattern": "temporary",
        "sent_from": home,
        "works_for_sender": True,
        "local_contract": False,
        "hired_locally": False,
        "recruited_in": home,
        "employed_since": "2020-01-01",
    }
    activity.update(changes)
    return {
        "person": {"nationalities": [home], "residence": home},
        "employers": [{"id": "e1", "seat": home, "kind": "private"}, {"id": "e2", "seat": host}],
        "activities": [{name: value for name, value in activity.items() if value != "unset"}],
        "history": [],
    }


def with_facts(facts: Facts, **changes: Any) -> Facts:
    """The same facts with some parts replaced, e.g. person={"residence": "DE"} (merged)."""
    result = copy.deepcopy(facts)
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(result.get(name), dict):
            result[name] = {**result[name], **value}
        else:
            result[name] = value
    return result


def stay(country: str, start: str, end: str, legislation: str = "US", **more: Any) -> Facts:
    """An earlier stay under `legislation`."""
    return {
        "country": country,
        "start": start,
        "end": end,
        "legislation": legislation,
        "employer": "e1",
        "status": "employee",
        **more,
    }
