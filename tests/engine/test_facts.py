"""The vocabulary of questions: what loads, what does not, and what each entry promises."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from sojourn.engine.lawbook.facts import Applicant, Fact, FactsError, FactType, Kind, load_facts, read_facts

FACTS = load_facts()


def a_question(**changes: Any) -> dict[str, Any]:
    words = {"label": "Colour", "why": "It decides.", "missing": "Enter the colour."}
    return {
        "id": "person.colour",
        "kind": "fact",
        "type": "text",
        "matter": "person",
        "asked": ["always"],
        "words": {"en": words, "de": dict(words)},
    } | changes


def a_vocabulary(*facts: dict[str, Any]) -> bytes:
    content = {
        "languages": ["en", "de"],
        "matters": {"person": {"title": {"en": "The person", "de": "Die Person"}}},
        "interviews": {"employer": ["person"], "self_employed": ["person"]},
        "facts": list(facts),
    }
    return yaml.safe_dump(content, allow_unicode=True).encode()


def complaints(*facts: dict[str, Any]) -> str:
    with pytest.raises(FactsError) as error:
        read_facts(a_vocabulary(*facts))
    return str(error.value)


def without(words: dict[str, Any], language: str, name: str) -> dict[str, Any]:
    return words | {language: {key: value for key, value in words[language].items() if key != name}}


def test_a_question_that_says_why_it_is_asked_loads() -> None:
    assert read_facts(a_vocabulary(a_question()))["person.colour"].words["en"].why == "It decides."


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_question_without_why_does_not_load(language: str) -> None:
    question = a_question()
    question["words"] = without(question["words"], language, "why")
    assert "person.colour" in complaints(question)
    assert f"words {language} why" in complaints(question)


def test_a_question_with_an_empty_why_does_not_load() -> None:
    question = a_question()
    question["words"]["en"]["why"] = ""
    assert "words en why" in complaints(question)


def test_a_question_without_german_words_does_not_load() -> None:
    question = a_question()
    del question["words"]["de"]
    assert "person.colour: no words in de" in complaints(question)


def test_a_question_that_must_be_answered_says_when_it_is_not() -> None:
    question = a_question()
    question["words"] = without(question["words"], "de", "missing")
    assert "no sentence says that it is missing" in complaints(question)
    question["required"] = []
    assert read_facts(a_vocabulary(question))


def test_a_question_entered_twice_does_not_load() -> None:
    assert "entered twice: person.colour" in complaints(a_question(), a_question())


def test_an_unknown_key_is_named() -> None:
    assert "person.colour" in complaints(a_question(colour="red"))


def test_a_corridor_without_a_source_does_not_load() -> None:
    assert "a corridor needs a source" in complaints(a_question(asked=[{"from": ["US"]}]))


def test_an_option_without_words_does_not_load() -> None:
    question = a_question(type="choice", options=[{"code": "red"}])
    assert "words for options" in complaints(question)


def test_a_clause_about_a_question_that_is_not_there_does_not_load() -> None:
    assert "person.shape" in complaints(a_question(asked=[{"given": {"person.shape": ["round"]}}]))


def test_what_is_no_yaml_is_refused_with_its_reason() -> None:
    with pytest.raises(FactsError, match="facts"):
        read_facts(b"facts: [")


def test_the_version_changes_with_the_content_and_with_nothing_else() -> None:
    once, again = read_facts(a_vocabulary(a_question())), read_facts(a_vocabulary(a_question()))
    other = read_facts(a_vocabulary(a_question(sensitivity="personal")))
    assert once.version == again.version != other.version


@pytest.mark.parametrize("fact", FACTS.facts, ids=lambda fact: fact.id)
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_each_question_speaks_each_language_to_both_applicants(fact: Fact, language: str) -> None:
    for applicant in Applicant:
        english, other = fact.words_in("en", applicant), fact.words_in(language, applicant)
        assert english.label != other.label
        assert english.why != other.why
        assert (english.thing is None) == (other.thing is None)
        assert (english.hint is None) == (other.hint is None)
        assert (english.meaning is None) == (other.meaning is None)
        assert english.example, f"{fact.id} says no example"
        assert other.example, f"{fact.id} says no example in {language}"
        assert (english.you is None) == (other.you is None)


def test_french_marks_are_kept_with_their_word() -> None:
    for fact in FACTS.facts:
        french = str(fact.words["fr"].model_dump())
        assert not any(f" {mark}" in french for mark in (":", ";", "?", "!", "»")), fact.id


@pytest.mark.parametrize("fact", FACTS.facts, ids=lambda fact: fact.id)
def test_each_particular_is_marked_as_sensitive_and_no_particular_feeds_the_situation(fact: Fact) -> None:
    if fact.kind is Kind.PARTICULAR:
        assert fact.sensitivity != "open"
        assert all(path == "person.family" for path in fact.paths)
    else:
        assert fact.type not in {FactType.TEXT, FactType.PERSON_NAME, FactType.US_SSN, FactType.US_EIN}


def _texts(fact: Fact) -> Iterator[str]:
    for words in fact.words.values():
        for text in (words.label, words.why, words.hint, words.missing, words.meaning, words.example):
            yield text or ""


def test_the_voice_is_kept() -> None:
    for fact in FACTS.facts:
        for text in _texts(fact):
            assert "!" not in text, fact.id
            assert not {"please", "simply", "invalid", "bitte", "ungültig"} & set(text.lower().split()), (
                fact.id
            )


def test_every_matter_of_an_interview_has_a_title_in_each_language() -> None:
    for interview in FACTS.interviews.values():
        for matter in interview:
            assert set(FACTS.matters[matter].title) == set(FACTS.languages)


def test_slugs_are_unique_and_fit_into_an_address() -> None:
    slugs = [fact.slug for fact in FACTS.facts]
    assert len(set(slugs)) == len(slugs)
    assert all(slug.replace("-", "").isalnum() and slug.isascii() for slug in slugs)


@pytest.mark.parametrize(
    ("path", "asked_by"),
    [
        ("person.insured", "question.insured_at_home_since"),
        ("person.insured[0].start", "question.insured_at_home_since"),
        ("history", "question.worked_there_before"),
        ("employers[0].substantial_activity", "question.substantial_activity_at_home"),
        ("employers[1].us_3121l_agreement", "employers[1].us_3121l_agreement"),
        ("activities[0].works_for_sender", "question.for_whom"),
    ],
)
def test_a_path_that_the_engine_names_leads_to_its_question(path: str, asked_by: str) -> None:
    assert asked_by in {fact.id for fact in FACTS.covering(path, Applicant.EMPLOYER)}


def test_an_employer_is_not_asked_what_only_the_self_employed_know() -> None:
    assert FACTS.covering("activities[0].home_activity_since", Applicant.EMPLOYER) == ()
    assert FACTS.covering("activities[0].home_activity_since", Applicant.SELF_EMPLOYED)
