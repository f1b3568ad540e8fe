"""Every component draws what it promises: labels, help, errors, states and the period bar, by words before colour."""

import re
from datetime import date
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from sojourn.web.form_field import drawn_field, error_rows
from sojourn.web.period_bar import draw_period_bar


def drawn(template: str, **context: Any) -> str:
    """What the template makes of the context."""
    return engines["django"].from_string("{% load look i18n %}" + template).render(context)


def question(**keys: Any) -> str:
    """One question, drawn."""
    return drawn('{% include "components/field.html" %}', field=keys)


def test_a_box_has_its_label_hint_and_error() -> None:
    page = question(
        name="worker.ssn", label="Social Security number", hint="9 digits", error="Too short", value="12"
    )
    assert '<label class="usa-label" for="worker-ssn">Social Security number' in page
    assert 'name="worker.ssn" value="12"' in page
    assert 'aria-describedby="worker-ssn-hint worker-ssn-error"' in page
    assert 'id="worker-ssn-error"' in page
    assert 'aria-invalid="true"' in page


def test_a_box_without_error_says_nothing_of_one() -> None:
    page = question(name="worker.ssn", label="Social Security number", hint="9 digits", value="12")
    assert "aria-invalid" not in page
    assert "error" not in page


def test_a_password_is_never_sent_back() -> None:
    assert "hunter22" not in question(name="password", kind="password", label="Password", value="hunter22")


def test_optional_is_said_in_words() -> None:
    assert "(optional)" in question(name="a", label="A", optional=True)
    assert "(optional)" not in question(name="a", label="A")


def test_radios_are_one_group_with_their_question() -> None:
    options = [{"value": "yes", "label": "Yes", "hint": "Always"}, {"value": "no", "label": "No"}]
    page = question(
        name="a", kind="radios", label="Sent?", options=options, value="no", unknown_label="I don’t know"
    )
    assert page.count("<fieldset") == 1
    assert "Sent?" in page.split("</legend>")[0]
    assert re.findall(r'value="(\w+)"( checked)?', page) == [("yes", ""), ("no", " checked"), ("unknown", "")]
    assert 'aria-describedby="a-hint"' in page  # the hint of the first choice


def test_a_date_is_day_month_by_name_and_year() -> None:
    page = question(name="start", kind="date", label="First day", value=date(2027, 3, 1))
    assert re.findall(r'name="start-(\w+)"', page) == ["day", "month", "year"]
    assert '<option value="3" selected>March</option>' in page
    with translation.override("de"):
        assert '<option value="3" selected>März</option>' in question(
            name="start", kind="date", label="Erster Tag", value=date(2027, 3, 1)
        )


def test_a_wrong_date_keeps_what_was_typed() -> None:
    page = question(
        name="start", kind="date", label="First day", value={"day": "31", "month": "2", "year": "27x"}
    )
    assert 'value="31"' in page
    assert '<option value="2" selected>' in page
    assert 'value="27x"' in page


def test_the_summary_leads_to_the_first_wrong_box() -> None:
    fields = [
        {"name": "a.start", "kind": "date", "label": "Start", "error": "Enter the first day."},
        {"name": "fine", "label": "Fine"},
        {
            "name": "who",
            "kind": "radios",
            "label": "Who",
            "options": [{"value": "x", "label": "X"}],
            "error": "Choose.",
        },
    ]
    rows = error_rows(fields)
    assert [row["target"] for row in rows] == ["a-start-day", "who"]
    page = "".join(question(**field) for field in fields)
    assert all(f'id="{row["target"]}"' in page for row in rows)


@pytest.mark.parametrize("kind", ["error", "warning", "success", "info"])
def test_a_notice_says_its_words(kind: str) -> None:
    page = drawn(
        '{% include "components/notice.html" with kind=kind heading="Saved" text="At 14:02" only %}',
        kind=kind,
    )
    assert "Saved" in page
    assert "At 14:02" in page
    assert f"usa-alert--{kind}" in page


def test_an_unknown_kind_of_field_is_refused() -> None:
    with pytest.raises(ValueError, match="No such kind"):
        drawn_field({"name": "a", "kind": "slider"})


SENT = {"home": "United States", "host": "Germany"}
COVERED = {"kind": "certificate", "start": date(2027, 3, 1), "end": date(2030, 2, 28)}


def test_the_bar_is_read_out_as_sentences() -> None:
    bar = draw_period_bar(**SENT, parts=[COVERED], limit=date(2032, 2, 29), limit_text="Limit 60 months")
    spoken = bar.sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert spoken == (
        "From United States to Germany. Certificate: 1 March 2027 to 28 February 2030. Limit 60 months."
    )


def test_the_bar_keeps_proportion_and_order() -> None:
    asked = {"kind": "requested", "start": date(2030, 3, 1), "end": date(2031, 2, 28)}
    bar = draw_period_bar(**SENT, parts=[COVERED, asked], limit=date(2031, 2, 28), limit_text="Limit")
    first, second = bar.parts
    assert first.at == 0
    assert first.width == pytest.approx(75, abs=0.1)
    assert second.at == pytest.approx(first.at + first.width, abs=0.02)
    assert bar.limit is not None
    assert bar.limit.at == 100


def test_today_is_drawn_only_where_it_falls_into_the_time_shown() -> None:
    assert draw_period_bar(**SENT, parts=[COVERED], today=date(2027, 2, 28)).today is None
    assert draw_period_bar(**SENT, parts=[COVERED], today=date(2027, 3, 1)).today is not None
    assert draw_period_bar(**SENT, parts=[COVERED], today=date(2030, 2, 28)).today is not None
    assert draw_period_bar(**SENT, parts=[COVERED], today=date(2030, 3, 1)).today is None


def test_requested_is_never_drawn_or_said_as_covered() -> None:
    asked = draw_period_bar(**SENT, parts=[COVERED | {"kind": "requested"}])
    page = drawn("{% period_bar_of bar %}", bar=SENT | {"parts": [COVERED | {"kind": "requested"}]})
    assert "not yet covered" in asked.sentence
    assert "sj-period__requested" in page
    assert "sj-period__certificate" not in page


def test_a_day_of_one_day_has_a_width() -> None:
    day = {"kind": "certificate", "start": date(2027, 3, 1), "end": date(2027, 3, 1)}
    assert draw_period_bar(**SENT, parts=[day]).parts[0].width == 100


@pytest.mark.parametrize("parts", [[], [COVERED | {"kind": "covered"}], [COVERED | {"end": None}]])
def test_a_bar_without_sense_is_refused(parts: list[Any]) -> None:
    with pytest.raises(ValueError, match="part"):
        draw_period_bar(**SENT, parts=parts)


def test_the_law_panel_marks_conditions_in_words() -> None:
    lines = [
        {
            "mark": "met",
            "text": "Sent by the employer",
            "note": {"text": "Article 6(2)", "url": "https://example.org"},
        },
        {"mark": "not_met", "text": "Hired at home"},
        {"mark": "open", "text": "Stays on the contract"},
    ]
    page = drawn(
        '{% include "components/law_panel.html" %}',
        panel={"verdict": "Home law applies.", "sections": [{"heading": "Why", "lines": lines}]},
    )
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Met: Sent by the employer" in text
    assert "Not met: Hired at home" in text
    assert "Open: Stays on the contract" in text
    assert "Article\N{NO-BREAK SPACE}6(2)" in page


def test_a_reference_is_set_in_fours_and_copies_whole() -> None:
    page = drawn("{{ number|reference }}", number="7K4MQ2XW9P")
    assert re.findall(r"<span>(\w+)</span>", page) == ["7K4M", "Q2XW", "9P"]
    assert re.sub(r"<[^>]+>", "", page) == "7K4MQ2XW9P"


def test_a_summary_row_without_value_says_so() -> None:
    rows = [{"key": "EIN", "value": "", "change_url": "/x"}, {"key": "Place", "lines": ["A", "B"]}]
    page = drawn('{% include "components/summary_list.html" %}', rows=rows)
    assert "Not provided" in page
    assert "A<br>B" in page
    assert page.count("Change") == 1


def test_table_cells_repeat_their_column_on_phones() -> None:
    page = drawn(
        '{% include "components/table.html" %}',
        caption="Requests",
        columns=[{"label": "Reference"}, {"label": "State"}],
        rows=[{"cells": [{"text": "7K4M", "url": "/r"}, {"status": {"kind": "good", "text": "Issued"}}]}],
    )
    assert '<th scope="row"><a href="/r">7K4M</a>' in page
    assert 'data-label="State"' in page
    assert "Issued" in page
