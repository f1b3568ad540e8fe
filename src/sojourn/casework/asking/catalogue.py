"""The catalogue of questions that an officer can send: data read once from questions.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from sojourn.engine.lawbook.facts import Applicant, Fact, load_facts

LANGUAGES: Final = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """One question: its words and why it is asked, by language; the fact wanted anew, or that a file is."""

    code: str
    ask: Mapping[str, str]
    why: Mapping[str, str]
    fact: str
    wants_file: bool
    # The same question to the worker; empty where only the employer can answer.
    to_worker: Mapping[str, str]


@cache
def known_questions() -> Mapping[str, KnownQuestion]:
    """The catalogue as shipped, by code, in its order.

    Raises ValueError where an entry lacks words or names a fact that the vocabulary does not have.
    """
    read = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
    return {code: _question(code, entry) for code, entry in read.items()}


def questions_for_worker() -> Mapping[str, KnownQuestion]:
    """Those of the catalogue that a worker can be asked."""
    return {code: each for code, each in known_questions().items() if each.to_worker}


def workers_may_say(fact: Fact) -> bool:
    """Whether a worker can be asked for this fact: it is asked of employers at all, and not of them alone."""
    return fact.by != "employer" and fact.matter_for(Applicant.EMPLOYER) is not None


def _question(code: str, entry: Mapping[str, Any]) -> KnownQuestion:
    fact = entry.get("fact", "")
    if fact and fact not in load_facts():
        raise ValueError(f"questions.yaml: {code} asks for {fact}, which the vocabulary does not have")
    try:
        ask = {language: str(entry[language]["ask"]) for language in LANGUAGES}
        why = {language: str(entry[language]["why"]) for language in LANGUAGES}
        for_worker = any("worker" in entry[language] for language in LANGUAGES)
        to_worker = {language: str(entry[language]["worker"]) for language in LANGUAGES} if for_worker else {}
    except KeyError as missing:
        raise ValueError(f"questions.yaml: {code} has no {missing}") from None
    if fact and to_worker and not workers_may_say(load_facts()[fact]):
        raise ValueError(
            f"questions.yaml: {code} asks the worker for {fact}, which the employer alone may state"
        )
    return KnownQuestion(code, ask, why, fact, bool(entry.get("file")), to_worker)
