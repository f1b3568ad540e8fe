"""The answer in words, as the law panel shows it."""

from typing import Any

import pytest

from sojourn.engine import Explanation, determine, explain, load_law, read_situation
from sojourn.engine.telling.outline import outline, plain_text
from sojourn.engine.telling.typesetting import LANGUAGES
from tests.engine.builders import posting, stay, with_facts
from tests.engine.told_cases import CASES, PLACE, told_in_all


def told(facts: dict[str, Any], language: str = "en") -> Explanation:
    law = load_law()
    return explain(determine(read_situation(facts), law), law, language)


def test_home_law_is_told_with_article_conditions_branches_and_certificate() -> None:
    period = told(posting()).periods[0]
    assert period.verdict == (
        "The social security law of the United States applies, from 1 March 2027 to 28 February 2030."
    )
    assert period.citation == "Article 6(2) of the U.S.–German agreement"
    assert period.rule == "A person who is sent for at most 60 months stays insured at home."
    assert {condition.result for condition in period.conditions} == {"met"}
    assert all(condition.facts for condition in period.conditions)
    assert "In Germany no contributions are due for: old-age pension" in period.exempt[0]
    assert period.still_due == ("Still due in Germany: nothing we know of.",)
    assert period.certificate is not None
    assert period.certificate.startswith(
        "The employer or the worker can ask for a certificate that runs until 28 February 2030"
    )
    assert [change.text for change in period.changes] == [
        "A planned end after 29 February 2032 would change the answer: "
        "the law of Germany would apply from the first day.",
        "If the person came to work for another employer there, the answer would have to be given anew.",
    ]
    assert period.changes[0].facts == ("activities[0].start", "activities[0].end")
    assert {source.url for source in period.sources} == {"https://secure.ssa.gov/poms.nsf/lnx/0302001115"}
    assert period.confidence == "high"


def test_host_law_names_the_condition_that_failed_what_would_change_it_and_other_ways() -> None:
    period = told(posting(end="2033-02-28")).periods[0]
    assert period.verdict.startswith("The social security law of Germany applies")
    failed = [condition for condition in period.conditions if condition.result == "not_met"]
    assert [condition.id for condition in failed] == ["expected_within"]
    assert failed[0].text == (
        "The stay is expected to end on 28 February 2033; the limit of 60 months ends on 29 February 2032."
    )
    assert [change.text for change in period.changes] == [
        "A planned end by 29 February 2032 would change the answer: the law of the United States would go on."
    ]
    assert [(way.category, way.article, way.institution) for way in period.ways] == [
        ("exception", "6(5)", "us-ssa")
    ]


def test_two_failures_are_told_together_because_one_remedy_alone_would_not_do() -> None:
    period = told(posting(end="2033-02-28", hired_locally=True)).periods[0]
    assert [change.text for change in period.changes] == [
        "The law of the United States would go on only if all of this were otherwise: "
        "The person was hired in Germany, not sent there. "
        "The stay is expected to end on 28 February 2033; the limit of 60 months ends on 29 February 2032."
    ]


def test_a_missing_fact_is_told_with_the_reason_why_it_matters() -> None:
    period = told(posting(host="FR")).periods[0]
    assert period.verdict == "Facts are missing that decide whose law applies."
    assert [(missing.path, missing.because) for missing in period.missing] == [
        (
            "person.private_health_cover",
            "It is not known whether the worker, and any family who come along, "
            "hold private health insurance for France.",
        )
    ]


def test_an_officer_is_told_why_to_look() -> None:
    facts = posting(host="AT") | {"history": [stay("SG", "2025-01-01", "2027-02-28")]}
    period = told(facts).periods[0]
    assert period.verdict == "An officer has to look at this."
    assert [reason.id for reason in period.reasons] == ["open_route"]
    assert "Singapore" in period.reasons[0].text


def test_without_an_agreement_each_law_is_told() -> None:
    explanation = told(posting(host="TH"))
    period = explanation.periods[0]
    assert period.verdict.startswith("No agreement links the United States and Thailand")
    assert [(claim.country, claim.applies) for claim in period.claims] == [("TH", "may"), ("US", "yes")]
    assert {"dual_liability", "health_cover_gap_us"} <= {warning.id for warning in explanation.warnings}
    assert period.certificate is None


def test_a_choice_is_told_with_its_last_day() -> None:
    facts = with_facts(posting(host="IT"), person={"nationalities": ["US", "IT"]})
    explanation = told(facts)
    [choice] = [way for way in explanation.periods[0].ways if way.category == "choice"]
    assert choice.text.startswith("One of the two systems can be chosen until 30 June 2027")
    assert [(duty.id, duty.by and duty.by.isoformat()) for duty in explanation.duties] == [
        ("choose", "2027-06-30")
    ]


def test_the_same_is_told_in_german() -> None:
    period = told(posting(end="2033-02-28"), "de").periods[0]
    assert (
        period.verdict
        == "Vom 1. März 2027 bis zum 28. Februar 2033 gilt das Sozialversicherungsrecht von Deutschland."
    )
    assert period.changes[0].text == (
        "Ein geplantes Ende bis zum 29. Februar 2032 würde die Antwort ändern: "
        "Das Recht der Vereinigten Staaten gälte weiter."
    )
    assert period.citation == "Artikel 6 Absatz 1 des Abkommens USA–Deutschland"


def test_an_unknown_language_is_told_in_english() -> None:
    assert told(posting(), "tlh") == told(posting(), "en")


def test_a_warning_and_a_duty_have_words_and_a_day() -> None:
    explanation = told(with_facts(posting(), as_of="2027-06-01"))
    assert "start_in_past" in {warning.id for warning in explanation.warnings}
    duties = {duty.id: duty for duty in explanation.duties}
    assert duties["apply"].who == "employer"
    assert duties["apply"].by is not None
    assert duties["apply"].text.startswith("Ask for the certificate in the United States")


@pytest.mark.parametrize("name", CASES)
def test_the_answer_is_told_as_it_was_read_over_in_each_language(name: str) -> None:
    kept = (PLACE / f"{name}.txt").read_text(encoding="utf-8")
    assert told_in_all(name) == kept, "python -m tests.engine.told_cases writes it anew: read what changed"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_no_language_borrows_a_sentence_from_another(name: str, language: str) -> None:
    law = load_law()
    determination = determine(read_situation(CASES[name]), law)
    explanation = explain(determination, law, language)
    assert explanation.language == language
    lines = {section.code: section for section in outline(explanation, law)}
    english = {section.code: section for section in outline(explain(determination, law, "en"), law)}
    assert lines.keys() == english.keys()
    for code, section in lines.items():
        assert len(section.lines) == len(english[code].lines)
        assert [line.facts for line in section.lines] == [line.facts for line in english[code].lines]
        if language != "en" and code not in ("sources", "open"):
            assert not {line.text for line in section.lines} & {line.text for line in english[code].lines}


def test_json_letter_and_terminal_say_the_same() -> None:
    law = load_law()
    determination = determine(read_situation(posting()), law)
    for language in LANGUAGES:
        lines = determination.to_json(language)["explanation"]
        printed = plain_text(explain(determination, law, language), law)
        assert lines
        assert all(line in printed for line in lines)
        assert lines[0] == explain(determination, law, language).periods[0].verdict


def test_steps_stand_in_the_order_of_their_days() -> None:
    explanation = told(posting())
    assert [(step.id, step.by and step.by.isoformat()) for step in explanation.steps] == [
        ("apply", "2027-03-01"),
        ("keep_papers", None),
        ("report_changes", None),
        ("extend", None),
    ]
    assert explanation.steps[-1].text == (
        "If the work is to go on after 29 February 2032, ask for an extension before that day."
    )


def test_who_is_referred_or_lacks_facts_is_told_what_to_do_next() -> None:
    assert "state_facts" in {step.id for step in told(posting(host="FR")).steps}
    referred = posting(host="AT") | {"history": [stay("SG", "2025-01-01", "2027-02-28")]}
    [step] = told(referred).steps
    assert step.text.startswith(
        "Put the case, with the facts above, to the institution in the United States: "
    )
    assert [step.id for step in told(posting(host="TH")).steps] == ["both_countries"]


def test_no_end_that_lies_before_the_start_is_advised() -> None:
    facts = posting(start="2032-06-01", end="2033-02-28") | {
        "history": [stay("DE", "2027-03-01", "2032-05-31", as_="posting")]
    }
    facts["history"][0]["as"] = facts["history"][0].pop("as_")
    texts = [change.text for period in told(facts).periods for change in period.changes]
    assert not any("planned end by" in text for text in texts)
