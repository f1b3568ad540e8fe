"""Two harmless words by which the reader of a letter without names knows that it is meant for them."""

import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

_FILE: Final = Path(__file__).with_name("word_pairs.yaml")
_FALLBACK: Final = "en"


def two_words(language: str) -> str:
    """A pair at random in this language (English where it has none), as it is said: "quiet harbour"."""
    lists = _lists()
    words = lists.get(language.split("-")[0].lower(), lists[_FALLBACK])
    return " ".join(secrets.choice(words[part]) for part in words["order"])


def is_pair(text: str) -> bool:
    """Whether the text is one of the pairs, in whichever language."""
    return any(
        len(said := text.split(" ")) == len(words["order"])
        and all(word in words[part] for word, part in zip(said, words["order"], strict=True))
        for words in _lists().values()
    )


@cache
def _lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    lists: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return lists
