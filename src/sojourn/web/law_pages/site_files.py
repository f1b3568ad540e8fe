"""What search engines ask for first: robots.txt, and the sitemaps. Only pages that say something are in them."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sojourn.core import clock
from sojourn.engine.lawbook.browsing import Standing, partners_of, systems
from sojourn.requests.law import the_law
from sojourn.web.law_pages import addresses
from sojourn.web.law_pages.serving import public_page

type Page = tuple[str, dict[str, str]]

_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LANGUAGES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
# Pages that belong to somebody, or that count tries, are no business of a search engine.
_KEPT_OUT = ("/account/", "/c/", "/desk/", "/requests", "/sign-in", "/sign-up", "/w/")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read, and where the sitemap stands."""
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in _KEPT_OUT), ""]
    lines.append(f"Sitemap: {addresses.absolute(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sitemaps: one of agreements and countries, one of pairs for each country."""
    paths = [reverse("sitemap_agreements")]
    tied = {home for home, _ in (*the_law().by_pair, *the_law().not_carried)} | set(the_law().domestic)
    paths += [
        reverse("sitemap_from", args=[addresses.slug(each)]) for each in systems(the_law()) if each in tied
    ]
    entries = "".join(f"<sitemap><loc>{escape(addresses.absolute(each))}</loc></sitemap>" for each in paths)
    return _xml(f"<sitemapindex {_SITEMAP}>{entries}</sitemapindex>")


@public_page
def sitemap_agreements(request: HttpRequest) -> HttpResponse:
    """The list, every agreement, and the world as seen from each country."""
    pages: list[Page] = [(addresses.AGREEMENTS, {})]
    pages += [(addresses.AGREEMENT, {"instrument_id": each}) for each in sorted(the_law().instruments)]
    pages += [(addresses.WORLD, {"home": addresses.slug(each)}) for each in systems(the_law())]
    return _xml(_urls(pages))


@public_page
def sitemap_from(request: HttpRequest, home: str) -> HttpResponse:
    """The pairs that begin in one country."""
    code = addresses.country_of(home)
    if code is None or home != addresses.slug(code):
        raise Http404
    return _xml(_urls(_pairs_from(code)))


def _pairs_from(home: str) -> Iterator[Page]:
    """Pairs between which there is an agreement, or of whose own laws we know something."""
    known = the_law().domestic
    for each in partners_of(the_law(), home, clock.today()):
        if each.standing is not Standing.NONE or (home in known and each.country in known):
            yield (
                addresses.PAIR,
                {"home": addresses.slug(home), "host": addresses.slug(each.country)},
            )


def _urls(pages: Iterable[Page]) -> str:
    entries = []
    for name, values in pages:
        alternates = addresses.in_each_language(name, values)
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{each["code"]}" href="{escape(each["url"])}"/>'
            for each in alternates
        )
        entries += [f"<url><loc>{escape(each['url'])}</loc>{links}</url>" for each in alternates]
    return f"<urlset {_SITEMAP} {_LANGUAGES}>{''.join(entries)}</urlset>"


def _xml(body: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
