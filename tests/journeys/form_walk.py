"""Somebody who goes through the live form page by page and counts what has to be given.

One field is one value a person must give: a date is one, a choice is one. What is optional, filled in already or
only shown does not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from lxml import html
from lxml.html import HtmlElement

FIRST = "the first of the list"
COUNTRY, PLACE = "activities[0].country", "known_place"


@dataclass(slots=True)
class Walk:
    """What one person went through: each page with the fields that had to be given there."""

    client: Client
    answers: Mapping[str, Any]
    pages: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def fields(self) -> int:
        """How many values had to be given."""
        return sum(len(names) for _, names in self.pages)

    def through(self, address: str, until: str) -> str:
        """Answer page after page from `address` on, up to one at which the address holds `until`."""
        for _ in range(20):
            if until in address:
                return address
            address = self.one_page(address)
        raise AssertionError(f"never came to {until}: {self.pages}")

    def one_page(self, address: str) -> str:
        """Give what the page asks; returns where Continue leads."""
        response = self.client.get(address, follow=True)
        path = response.redirect_chain[-1][0] if response.redirect_chain else address
        form = _form(html.fromstring(response.content.decode()))
        asked = [name for name in _asked(form) if not self._is_known(name, form)]
        if PLACE in self.answers and form.xpath(f".//*[@data-field='{PLACE}']"):
            asked.insert(0, PLACE)
        if not (self.pages and self.pages[-1][0] == path.partition("?")[0]):
            self.pages.append((path.partition("?")[0], []))
        self.pages[-1][1].extend(asked)
        post = _as_it_stands(form)
        for name in asked:
            assert name in self.answers, f"nobody said what to answer to {name} on {path}"
            post |= _given(form, name, self.answers[name])
        answer = self.client.post(path, post)
        assert answer.status_code == 302, (path, answer.status_code, asked)
        assert "mend" not in answer["Location"], (path, asked, self._trouble(answer["Location"]))
        return str(answer["Location"])

    def _is_known(self, name: str, form: HtmlElement) -> bool:
        """A place used before that is chosen brings its country: the page hides that box then."""
        chosen = PLACE in self.answers and bool(form.xpath(f".//*[@data-field='{PLACE}']"))
        return name == COUNTRY and chosen

    def _trouble(self, address: str) -> list[str]:
        page = html.fromstring(self.client.get(address).content.decode())
        return [
            each.text_content().strip() for each in page.xpath("//*[contains(@class, 'usa-error-message')]")
        ]


def _form(page: HtmlElement) -> HtmlElement:
    """The form of the page's one matter."""
    forms = page.xpath("//main//form[@method='post']")
    assert forms, "a page without a form"
    return forms[0]


def _asked(form: HtmlElement) -> list[str]:
    """The fields that have to be given: neither optional nor filled in."""
    boxes = form.xpath(".//*[@data-field]")
    names = [box.get("data-field") for box in boxes if not _optional(box) and not _filled(box)]
    names = [name for name in names if not name.endswith("-unknown") and name != "notify"]
    return names + ["declared" for _ in form.xpath(".//input[@name='declared' and not(@checked)]")]


def _optional(box: HtmlElement) -> bool:
    return bool(box.xpath(".//*[contains(@class, 'sj-optional')]"))


def _filled(box: HtmlElement) -> bool:
    typed = box.xpath(".//input[not(@type='radio' or @type='checkbox' or @type='hidden')][@value!='']")
    return bool(typed or box.xpath(".//input[@checked]") or box.xpath(".//option[@selected][@value!='']"))


def _as_it_stands(form: HtmlElement) -> dict[str, Any]:
    """What the browser would send without a word from the person."""
    post: dict[str, Any] = {}
    for name, value in form.form_values():
        post.setdefault(name, []).append(value)
    return post


def _given(form: HtmlElement, name: str, value: Any) -> dict[str, Any]:
    if form.xpath(f".//*[@data-date='{name}']"):
        year, month, day = str(value).split("-")
        return {f"{name}-day": str(int(day)), f"{name}-month": str(int(month)), f"{name}-year": year}
    if value == FIRST:
        value = form.xpath(f".//input[@name='{name}']")[0].get("value")
    return {name: value}
