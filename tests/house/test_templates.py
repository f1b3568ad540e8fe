"""Every template can be read, and none needs the content security policy loosened."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import get_template

from tests.house.checkout import short, templates

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    # Data blocks are not executed.
    "an inline script": re.compile(
        r"<script\b(?![^>]*(?:\bsrc=|\btype=\"application/(?:ld\+)?json\"))", re.IGNORECASE
    ),
    "an inline event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "output that is not escaped": re.compile(r"\|\s*safe\b|\{%\s*autoescape off"),
    "an address on another host": re.compile(
        r"<(?:script|link|img)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//", re.IGNORECASE
    ),
    "a comment over several lines, which is shown": re.compile(r"\{#(?:(?!#\}).)*$", re.MULTILINE),
}


def _allowed(path: Path, what: str) -> bool:
    """Mail programs read no style sheets: a letter's HTML may carry style attributes. It is never a page."""
    return what == "a style attribute" and "letters" in path.parts


def test_templates_keep_to_the_content_security_policy() -> None:
    found = [
        f"{short(path)} has {what}: {match.group(0)[:80]}"
        for path in templates()
        for what, pattern in FORBIDDEN.items()
        if not _allowed(path, what) and (match := pattern.search(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "name",
    [str(path.relative_to(next(p for p in path.parents if p.name == "templates"))) for path in templates()],
)
def test_template_can_be_read(name: str) -> None:
    assert get_template(name)


def test_static_files_named_in_templates_are_there() -> None:
    named = {
        (short(path), name)
        for path in templates()
        for name in re.findall(r"\{%\s*static\s+[\"']([^\"']+)[\"']", path.read_text())
    }
    missing = sorted((where, name) for where, name in named if finders.find(name) is None)
    assert missing == []


def test_a_template_escapes_what_it_is_given() -> None:
    drawn = engines["django"].from_string(
        '{% include "components/notice.html" with heading=text %}{% include "components/field.html" %}'
    )
    hostile = '"><script>alert(1)</script>'
    page = drawn.render(
        {
            "text": hostile,
            "field": {"name": "n", "label": hostile, "value": hostile, "error": hostile, "help": hostile},
        }
    )
    assert "<script" not in page
