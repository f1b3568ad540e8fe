"""Pictures and processing times in a real browser: readable by everybody, at both widths."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import caches
from playwright.sync_api import Page

from sojourn.casework.figures.models import CountedDay, Figure
from sojourn.core import clock
from tests.casework.builders import a_hosted_institution, a_queued_case
from tests.desk.test_in_browser import at_the_desk
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]


@pytest.fixture(autouse=True)
def _a_monday() -> None:
    """The service under test runs by the real clock."""


@pytest.fixture(autouse=True)
def _a_month_of_figures(transactional_db: None) -> None:
    """Counts as a month leaves them, for three countries."""
    a_hosted_institution()
    caches["process"].clear()
    today, made = clock.today(), []
    for at in range(30):
        day = today - timedelta(days=at)
        for host, many in (("DE", 40 - at), ("JP", 9), ("FR", 3)):
            counts = {
                ("received", ""): many + 1,
                ("decided", "automatic:approved"): many,
                ("decided", "officer:refused"): 1,
                ("lasted", str(120 + 3 * len(host) + at % 20)): 1,
                ("refused_for", "facts_not_shown"): 1,
            }
            made += [
                _figure(measure, day, host, detail, count) for (measure, detail), count in counts.items()
            ]
    months = [(today.replace(day=1) + timedelta(days=31 * at)).replace(day=1) for at in range(1, 12)]
    made += [_figure("ends", month, "DE", "", 20 * at % 90 + 5) for at, month in enumerate(months)]
    Figure.objects.bulk_create(made)
    CountedDay.objects.create(institution_id="us-ssa", day=today, counted_at=clock.now())
    start = today + timedelta(days=60)
    a_queued_case(start=start.isoformat(), end=(start + timedelta(days=700)).isoformat())


def _figure(measure: str, day: object, host: str, detail: str, count: int) -> Figure:
    return Figure(
        institution_id="us-ssa", measure=measure, day=day, kind="first", host=host, detail=detail, count=count
    )


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pictures_are_accessible_and_fit_the_window(open_page: Callable[..., Page], width: int) -> None:
    page = at_the_desk(open_page, width=width)
    for address in ("/desk/figures?days=30", "/processing-times"):
        page.goto(address)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/desk/figures?days=30")
    assert page.get_by_role("img").count() >= 6
    page.get_by_text("The figures as a table").first.click()
    assert page.get_by_role("table").first.is_visible()
