"""A page with every component and sample data: for the tests of the look, and to look at."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from sojourn.web.form_field import error_rows

RADIOS = [
    {"value": "own", "label": "For us, at our own office"},
    {"value": "customer", "label": "For us, at a customer", "hint": "Our contract with the person goes on."},
]
FIELDS: list[dict[str, Any]] = [
    {
        "name": "country",
        "kind": "select",
        "label": "Country",
        "options": [{"value": "DE", "label": "Germany"}],
    },
    {"name": "start", "kind": "date", "label": "First day", "help": "The first day of work there."},
    {
        "name": "end",
        "kind": "date",
        "label": "Last day",
        "hint": "As planned today",
        "error": "Enter the last day.",
    },
    {
        "name": "ssn",
        "label": "Number",
        "inputmode": "numeric",
        "width": "10",
        "value": "1",
        "error": "Too short.",
    },
    {
        "name": "who",
        "kind": "radios",
        "label": "For whom?",
        "options": RADIOS,
        "unknown_label": "I don’t know",
    },
    {"name": "also", "kind": "checkboxes", "label": "Nationalities", "options": RADIOS},
    {"name": "ein", "label": "Register number", "prefix": "EIN", "optional": True},
    {"name": "note", "kind": "textarea", "label": "Anything else", "optional": True},
    {"name": "paper", "kind": "file", "label": "Paper"},
    {"name": "secret", "kind": "password", "label": "Password", "autocomplete": "current-password"},
    {"name": "declared", "kind": "checkbox", "label": "The answers are true as far as I know."},
]
PERIOD = {
    "home": "United States",
    "host": "Germany",
    "parts": [
        {"kind": "certificate", "start": date(2026, 3, 1), "end": date(2027, 6, 30)},
        {"kind": "requested", "start": date(2027, 7, 1), "end": date(2028, 2, 29)},
        {"kind": "uncovered", "start": date(2028, 3, 1), "end": date(2028, 12, 31)},
    ],
    "limit": date(2028, 2, 29),
    "limit_text": "Limit 24 months, Article 4",
    "today": date(2026, 11, 22),
}
PANEL = {
    "verdict": "The United States’ social security applies, from 1 March 2026 to 29 February 2028.",
    "lead": "A person sent for at most 24 months stays insured at home.",
    "note": {
        "text": "Article 4(2)",
        "url": "https://example.org/agreement",
        "as_of": "As of 22 November 2026",
    },
    "period": PERIOD,
    "sections": [
        {
            "heading": "Why",
            "lines": [
                {
                    "mark": "met",
                    "text": "The person is sent.",
                    "note": {"text": "Article 4(2)"},
                    "change_url": "#x",
                },
                {"mark": "not_met", "text": "The stay is longer than 24 months."},
                {"mark": "open", "text": "Whether the contract goes on is not known.", "change_url": "#y"},
            ],
        },
        {"heading": "Still due", "lines": [{"text": "Health insurance."}]},
    ],
    "source": "Worked out from the agreement as it stood on 22 November 2026.",
}
STATES = ["plain", "good", "open", "waiting", "warning", "bad", "ended"]
TASKS = [
    {"title": f"Task {kind}", "url": f"#{kind}", "status": {"kind": kind, "text": f"State {kind}"}}
    for kind in STATES
]
PAGE = """{% extends "base.html" %}{% load look %}{% block title %}Components{% endblock %}
{% block before_content %}{% include "components/back.html" with url="/" %}{% endblock %}
{% block content %}{% include "components/error_summary.html" %}<p class="sj-step">1 of 6</p><h1>Components</h1>
<form method="post" novalidate>{% csrf_token %}
{% for field in fields %}{% include "components/field.html" %}{% endfor %}
<div class="sj-actions">{% include "components/button.html" with text="Continue" once=True only %}
{% include "components/button.html" with text="Leave" kind="secondary" href="#leave" icon="download" only %}
{% include "components/button.html" with text="Withdraw" kind="quiet" name="do" value="withdraw" only %}</div></form>
{% include "components/law_panel.html" %}
<h2>Answers</h2>{% include "components/summary_list.html" with rows=summary %}
<h2>Tasks</h2>{% include "components/task_list.html" %}
{% include "components/notice.html" with kind="warning" heading="Began already" text="Say why it is late." only %}
{% include "components/notice.html" with kind="error" heading="Not saved yet" only %}
{% include "components/notice.html" with kind="success" text="Received" only %}
<h2>Table</h2>{% include "components/table.html" with rows=table_rows %}
<p>{{ reference|reference }} {{ day|day }}</p>
<div class="sj-verdict"><h2>{% include "components/icon.html" with name="check" only %}Genuine</h2></div>
<div class="sj-verdict sj-verdict--doubt"><h2>
{% include "components/icon.html" with name="warning" only %}Doubt</h2></div>
<div class="sj-verdict sj-verdict--bad"><h2>
{% include "components/icon.html" with name="error" only %}Altered</h2></div>
{% endblock %}{% block aside %}<h2>At hand</h2><p>The first and the last day.</p>{% endblock %}"""


def sample() -> dict[str, Any]:
    """The context of the page."""
    return {
        "fields": FIELDS,
        "errors": error_rows(FIELDS),
        "step": "1 of 6",
        "acting": {"label": "Brightwater Engineering, Inc."},
        "panel": PANEL,
        "summary": [
            {"key": "Country", "value": "Germany", "change_url": "#a"},
            {"key": "Place", "lines": ["Musterwerk GmbH", "80331 München"], "change_url": "#b"},
            {"key": "Last day", "value": "28 February 2027", "error": "Too early.", "change_url": "#c"},
        ],
        "tasks": TASKS,
        "caption": "Requests",
        "columns": [{"label": "Reference"}, {"label": "State"}, {"label": "Days", "number": True}],
        "table_rows": [
            {
                "cells": [
                    {"text": "7K4M", "url": "#r"},
                    {"status": {"kind": "good", "text": "Issued"}},
                    {"text": "12"},
                ]
            }
        ],
        "reference": "7K4MQ2XW9PBT",
        "day": date(2028, 2, 29),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """The page; a POST changes nothing and leaves it standing."""
    if request.method == "POST":
        return HttpResponse(status=204)
    return HttpResponse(engines["django"].from_string(PAGE).render(sample(), request))


urlpatterns = [path("components", gallery), path("", include("sojourn.config.urls"))]
