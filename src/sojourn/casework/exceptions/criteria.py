"""The catalogue of what is weighed, read once from criteria.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from sojourn.engine.lawbook.facts import load_facts

LANGUAGES: Final = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question to weigh. `law`: under this instrument only ("": all); `said`: the applicant's answer to it."""

    code: str
    ask: Mapping[str, str]
    source: str
    law: str
    said: str


@cache
def catalogue() -> Mapping[str, Criterion]:
    """All criteria by code, in order.

    Raises ValueError where one lacks words or points to an answer that the vocabulary does not have.
    """
    read = yaml.safe_load(Path(__file__).with_name("criteria.yaml").read_text(encoding="utf-8"))
    return {code: _criterion(code, entry) for code, entry in read.items()}


def criteria_under(instrument: str) -> tuple[Criterion, ...]:
    """Those that are weighed under an instrument."""
    return tuple(each for each in catalogue().values() if each.law in ("", instrument))


def _criterion(code: str, entry: Mapping[str, Any]) -> Criterion:
    said = entry.get("said", "")
    if said and said not in load_facts():
        raise ValueError(f"criteria.yaml: {code} points to {said}, which the vocabulary does not have")
    lacking = [language for language in LANGUAGES if language not in entry]
    if lacking:
        raise ValueError(f"criteria.yaml: {code} has no words in {', '.join(lacking)}")
    ask = {language: str(entry[language]) for language in LANGUAGES}
    return Criterion(code, ask, entry.get("source", ""), entry.get("law", ""), said)
