"""Each item of the official request is asked here, or there is a reason why not."""

from pathlib import Path

import pytest
import yaml

from sojourn.engine.lawbook.facts import load_facts

ITEMS = yaml.safe_load(Path(__file__).with_name("official_items.yaml").read_text())["items"]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item['form']}: {item['item']}")
def test_an_item_is_asked_or_says_why_not(item: dict[str, object]) -> None:
    asked, reason = item.get("asked", []), item.get("not_asked", "")
    assert bool(asked) != bool(reason)
    assert isinstance(asked, list)
    assert [name for name in asked if name not in load_facts()] == []
