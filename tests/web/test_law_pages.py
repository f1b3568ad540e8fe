"""The public pages of the law: the same for everybody, kept by caches, and never saying more than the engine."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sojourn.core import clock
from sojourn.engine.lawbook.browsing import systems
from sojourn.engine.typical import typical_cases
from sojourn.requests.law import explanation_of, the_law
from sojourn.web.law_pages.pair import _first_of_next_month
from tests.web.builders import html

PAGES = (
    "/law/",
    "/law/?q=germany&state=&on-day=1&on-month=1&on-year=1990",
    "/law/agreements/us-de/",
    "/law/agreements/us-it/",
    "/law/from/us/",
    "/law/from/us/to/de/",
    "/law/from/de/to/us/",
    "/law/from/us/to/mx/",
    "/law/from/aq/to/bv/",
    "/de/law/",
    "/de/law/agreements/us-de/",
    "/de/law/from/us/",
    "/de/law/from/us/to/fr/",
)
FILES = ("/robots.txt", "/sitemap.xml", "/sitemap-agreements.xml", "/sitemap-from-us.xml")


def read(address: str, **headers: str) -> Any:
    """The answer to a visitor without any cookie."""
    return Client().get(address, headers=headers)


def text_of(page: str) -> str:
    """What one reads on the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()).replace("\xa0", " ")


def data_of(page: str) -> list[dict[str, Any]]:
    """What the page tells machines."""
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    graph: list[dict[str, Any]] = json.loads(block[1])["@graph"]
    return graph


# No test here may use the database: without pytest's mark a query is an error.


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_a_page_needs_no_database_and_no_cookie_and_may_be_kept(address: str) -> None:
    response = read(address)
    assert response.status_code == 200
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert "max-age" in response["Cache-Control"]


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_a_page_that_has_not_changed_is_not_sent_again(address: str) -> None:
    tag = read(address)["ETag"]
    again = read(address, if_none_match=tag)
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == tag


@pytest.mark.parametrize("address", PAGES)
def test_a_page_weighs_less_than_100_kilobytes(address: str) -> None:
    assert len(read(address).content) < 100_000


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_nobody_can_write_to_a_page(address: str) -> None:
    assert Client().post(address).status_code == 405


def test_another_language_has_another_address_and_tag() -> None:
    english, german = read("/law/from/us/to/de/"), read("/de/law/from/us/to/de/")
    assert (english["Content-Language"], german["Content-Language"]) == ("en", "de")
    assert english["ETag"] != german["ETag"]
    assert 'lang="de"' in html(german)[:200]
    # The address decides, not what the browser prefers.
    assert 'lang="en"' in html(read("/law/from/us/to/de/", accept_language="de"))[:200]


def test_each_language_names_the_others_and_itself() -> None:
    page = html(read("/de/law/from/us/to/jp/"))
    base = settings.SOJOURN_BASE_URL
    assert f'<link rel="canonical" href="{base}/de/law/from/us/to/jp/">' in page
    assert f'hreflang="en" href="{base}/law/from/us/to/jp/"' in page
    assert f'hreflang="x-default" href="{base}/law/from/us/to/jp/"' in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/law/from/PR/to/DE/", "/law/from/us/to/de/"),
        ("/law/from/US/", "/law/from/us/"),
        ("/law/from/us/to/us/", "/law/from/us/"),
        ("/law/from/?home=US&host=JP", "/law/from/us/to/jp/"),
        ("/law/from/?home=United+States&host=Japan", "/law/from/us/to/jp/"),
        ("/law/from/?home=US", "/law/from/us/"),
        ("/de/law/from/?home=US&host=JP", "/de/law/from/us/to/jp/"),
        ("/law/agreements/", "/law/"),
    ],
)
def test_other_spellings_lead_to_the_one_address(asked: str, found: str) -> None:
    assert read(asked)["Location"] == found


def test_two_equal_countries_are_no_pair() -> None:
    assert "Choose two different countries." in html(read("/law/from/?home=US&host=US"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/law/from/zz/", "/law/from/us/to/zz/", "/law/agreements/us-zz/"])
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert read(address).status_code == 404


def test_a_title_says_what_people_search_for() -> None:
    page = html(read("/law/from/us/to/jp/"))
    assert (
        "<title>Social security from the United States to Japan: which country, how long, which certificate"
        in page
    )


@pytest.mark.parametrize(
    ("home", "host"), [("US", "DE"), ("DE", "US"), ("US", "FR"), ("US", "IT"), ("AQ", "BV")]
)
def test_a_pair_says_what_the_engine_says(home: str, host: str) -> None:
    """Verdict, article and certificate of every ordinary case stand on the page, as the engine tells them."""
    page = text_of(html(read(f"/law/from/{home.lower()}/to/{host.lower()}/")))
    start = _first_of_next_month(clock.today())
    for case in typical_cases(the_law(), home, host, start):
        for period in explanation_of(case.determination, "en").periods:
            for told in (period.verdict, period.rule, period.certificate):
                assert told is None or " ".join(told.replace("\xa0", " ").split()) in page


def test_a_certificate_for_the_first_months_is_not_shown_as_one_for_all() -> None:
    """Between Germany and Japan the first 60 months of a longer posting stay under the law of home."""
    page = text_of(html(read("/law/from/de/to/jp/")))
    assert "for all 60 months" in page
    assert "for all 72 months" not in page


def test_a_pair_names_who_issues_and_how_to_ask() -> None:
    page = text_of(html(read("/law/from/us/to/de/")))
    institution = the_law().institutions["us-ssa"]
    assert institution.name in page
    assert institution.address is not None
    assert institution.address in page
    assert "How long it takes" in page


def test_both_ways_and_the_agreement_are_linked() -> None:
    page = html(read("/law/from/us/to/de/"))
    for address in ("/law/from/de/to/us/", "/law/agreements/us-de/", "/law/from/us/", "/law/from/de/"):
        assert f'href="{address}"' in page


def test_without_an_agreement_the_page_says_so_and_tells_each_law() -> None:
    page = text_of(html(read("/law/from/aq/to/bv/")))
    assert "We know of no agreement on social security" in page
    assert "What each country’s own law says" in page


def test_a_signed_agreement_is_not_shown_as_one_in_force() -> None:
    page = text_of(html(read("/law/from/us/to/mx/")))
    assert "have signed an agreement that is not in force" in page


def test_an_agreement_shows_each_rule_with_article_and_source() -> None:
    page = text_of(html(read("/law/agreements/us-de/")))
    instrument = the_law().instruments["us-de"]
    for provision in instrument.provisions:
        assert all(source.basis == "memory" or source.title in page for source in provision.sources)
    assert "Article 6(2)" in page
    assert "Article not known" in page
    assert all(question in page for question in instrument.open_questions)


@pytest.mark.parametrize("instrument", sorted(the_law().instruments))
def test_every_agreement_can_be_read(instrument: str) -> None:
    for front in ("", "/de"):
        response = read(f"{front}/law/agreements/{instrument}/")
        assert response.status_code == 200
        assert len(response.content) < 100_000


def test_the_list_finds_by_words_country_state_and_day() -> None:
    assert "/law/agreements/us-jp/" in html(read("/law/?q=japan&country=US&state="))
    assert "/law/agreements/us-de/" not in html(read("/law/?q=japan"))
    before = "/law/?country=US&q=germany&state={}&on-day=30&on-month=11&on-year=1979"
    assert "/law/agreements/us-de/" not in html(read(before.format("in_force")))
    assert "/law/agreements/us-de/" in html(read(before.format("not_yet")))


def test_a_day_that_does_not_exist_is_said_so_at_its_field() -> None:
    page = html(read("/law/?on-day=31&on-month=2&on-year=2020"))
    assert page.count("This day does not exist.") == 2


def test_a_list_without_a_hit_leads_back() -> None:
    assert "Nothing fits." in html(read("/law/?q=xyzzy"))


def test_the_world_shows_every_other_country_once() -> None:
    page = html(read("/law/from/us/"))
    shown = re.findall(r'href="/law/from/us/to/([a-z-]+)/"', page)
    assert sorted(shown) == sorted(each.lower() for each in systems(the_law()) if each != "US")


def test_machines_are_told_what_people_are_told() -> None:
    page = html(read("/law/from/us/to/de/"))
    found = {thing["@type"]: thing for thing in data_of(page)}
    assert {"BreadcrumbList", "FAQPage", "GovernmentService"} <= set(found)
    text = text_of(page)
    for question in found["FAQPage"]["mainEntity"]:
        assert question["name"].replace("\xa0", " ") in text
    agreement = {thing["@type"]: thing for thing in data_of(html(read("/law/agreements/us-de/")))}
    assert agreement["Legislation"]["legislationDate"] == "1976-01-07"


def test_the_sitemaps_name_pages_that_are_there() -> None:
    index = html(read("/sitemap.xml"))
    base = settings.SOJOURN_BASE_URL
    maps = [each.removeprefix(base) for each in re.findall(r"<loc>(.*?)</loc>", index)]
    assert "/sitemap-from-us.xml" in maps
    pages = re.findall(r"<loc>(.*?)</loc>", html(read("/sitemap-from-us.xml")))
    assert f"{base}/law/from/us/to/de/" in pages
    assert f"{base}/de/law/from/us/to/de/" in pages
    assert read(pages[0].removeprefix(base)).status_code == 200


def test_robots_keep_out_of_what_belongs_to_somebody() -> None:
    rules = html(read("/robots.txt"))
    assert "Disallow: /requests" in rules
    assert "Disallow: /law" not in rules
    assert f"Sitemap: {settings.SOJOURN_BASE_URL}/sitemap.xml" in rules
