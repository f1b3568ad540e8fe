import pytest
from datetime import timedelta
from playwright.sync_api import Page
from sojourn.core import clock
from tests.casework.builders import a_hosted_institution, a_queued_case
from tests.desk.test_in_browser import at_the_desk
from tests.parties.builders import an_employer
pytestmark = [pytest.mark.django_db(transaction=True)]

@pytest.fixture(autouse=True)
def _a_monday(): pass
@pytest.fixture(autouse=True)
def _hosted(transactional_db): a_hosted_institution()

def test_shots(open_page):
    emp = an_employer()
    start = clock.today() + timedelta(days=60)
    for i, host in enumerate(("DE", "FR", "JP", "DE")):
        a_queued_case(emp, start=(start+timedelta(days=800*i)).isoformat(), end=(start + timedelta(days=700+800*i)).isoformat(), host=host) if False else a_queued_case(emp, start=(start+timedelta(days=800*i)).isoformat(), end=(start + timedelta(days=700+800*i)).isoformat())
    for w, h in ((1280, 800), (360, 800)):
        page = at_the_desk(open_page, "lead", width=w)
        page.set_viewport_size({"width": w, "height": h})
        page.goto("/desk/")
        page.screenshot(path=f"/tmp/shots/home-{w}.png", full_page=True)
        page.keyboard.press("n")
        page.wait_for_url("**/cases/**")
        ref = page.url.split("/")[-1]
        page.screenshot(path=f"/tmp/shots/case-{w}.png", full_page=True)
        page.screenshot(path=f"/tmp/shots/casefold-{w}.png")
        page.goto(f"/desk/cases/{ref}/fact?fact=activities%5B0%5D.end")
        page.screenshot(path=f"/tmp/shots/fact-{w}.png", full_page=True)
        page.get_by_label("Year").fill("2040")
        page.get_by_role("button", name="See what it changes").click()
        page.screenshot(path=f"/tmp/shots/fact2-{w}.png", full_page=True)
        for name, addr in (("pass", f"/desk/cases/{ref}/pass-on"), ("search", "/desk/search"), ("looks", "/desk/looks"), ("restricted", "/desk/restricted"), ("keys", "/desk/keys"), ("restrict", f"/desk/cases/{ref}/restrict")):
            page.goto(addr)
            page.screenshot(path=f"/tmp/shots/{name}-{w}.png", full_page=True)
