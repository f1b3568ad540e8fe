"""The two words of a letter without names: harmless, in the reader's language, and nothing else passes for them."""

import pytest

from sojourn.messages.catalogue import LANGUAGES
from sojourn.messages.errors import LetterError
from sojourn.messages.rendering import render
from sojourn.messages.word_pairs import is_pair, two_words

LINK = "http://localhost:8000/w/x"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pair_is_two_words_of_the_language(language: str) -> None:
    pairs = {two_words(language) for _ in range(50)}
    assert len(pairs) > 10
    assert all(is_pair(pair) and len(pair.split()) == 2 for pair in pairs)


def test_a_language_without_words_gets_english_ones() -> None:
    assert is_pair(two_words("ja"))


@pytest.mark.parametrize("text", ["anna muster", "Adaeze Okafor", "quiet", "quiet quiet", "quiet jardín", ""])
def test_nothing_else_passes(text: str) -> None:
    assert not is_pair(text)
    with pytest.raises(LetterError):
        render("worker_asked", "en", {"words": text, "link": LINK, "until": "2027-03-01"})
