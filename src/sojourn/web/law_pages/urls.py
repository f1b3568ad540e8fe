"""Addresses of the public pages of the law. They are stable: others link to them."""

from collections.abc import Iterator

from django.urls import URLPattern, path, register_converter
from django.views.generic import RedirectView

from sojourn.web.law_pages import addresses, agreement, agreements, pair, site_files, world

register_converter(addresses.OtherLanguageConverter, "other_language")


def _pages(front: str) -> Iterator[URLPattern]:
    yield path(f"{front}law/", agreements.agreements, name=addresses.AGREEMENTS)
    yield path(f"{front}law/agreements/<slug:instrument_id>/", agreement.agreement, name=addresses.AGREEMENT)
    yield path(f"{front}law/from/", world.choose, name=addresses.CHOOSE)
    yield path(f"{front}law/from/<slug:home>/", world.world, name=addresses.WORLD)
    yield path(f"{front}law/from/<slug:home>/to/<slug:host>/", pair.pair, name=addresses.PAIR)


urlpatterns = [
    *_pages(""),
    *_pages("<other_language:lang>/"),
    path(
        "law/agreements/",
        RedirectView.as_view(pattern_name=addresses.AGREEMENTS),
        name="law_agreements_moved",
    ),
    path(
        "check-cover/", RedirectView.as_view(pattern_name="find_out", query_string=True), name="check_cover"
    ),
    path("robots.txt", site_files.robots, name="robots"),
    path("sitemap.xml", site_files.sitemap_index, name="sitemap"),
    path("sitemap-agreements.xml", site_files.sitemap_agreements, name="sitemap_agreements"),
    path("sitemap-from-<slug:home>.xml", site_files.sitemap_from, name="sitemap_from"),
]
