"""The page of figures: findings, pictures, tables and files; in four languages; for officers alone."""

import csv
from io import StringIO

import fastexcel
import pytest
from django.test import Client

from sojourn.casework.events import take_up
from sojourn.casework.figures.counting import count_days
from sojourn.certificates.checking.counts import Way, count_check, write_counts
from sojourn.core import clock
from sojourn.parties.access import Person
from tests.casework.builders import a_queued_case
from tests.desk.builders import an_officer_at_work, signed_in
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    """An officer after a day with one clear case and one that waits."""
    acting, request = a_sent_request()
    assert take_up(request_id=request.pk)
    a_queued_case(acting, family_name="Halvorsen")
    count_days()
    return an_officer_at_work()[1]


def test_the_page_states_its_findings_and_draws_them(officer: Client) -> None:
    page = officer.get("/desk/figures").content.decode()
    for words in (
        "1 request decided, 100 percent of them without a person",
        "Most decisions were for Germany: 1",
        "1 open case, 0 overdue",
        "Counted at 09:00 UTC",
    ):
        assert words in page
    assert page.count('role="img"') == page.count("The figures as a table") >= 4
    assert "style=" not in page
    assert 'href="/desk/figures/hosts.csv?days=90"' in page
    assert "Okafor" not in page


def test_checks_of_ones_own_certificates_are_counted_and_no_others(officer: Client) -> None:
    assert "by anybody" not in officer.get("/desk/figures").content.decode()
    for institution, times in (("us-ssa", 2), ("de-dvka", 5)):
        for _ in range(times):
            count_check(Way.CODE, "in_force", institution)
    count_check(Way.DOCUMENT, "altered", "us-ssa")
    write_counts()
    page = officer.get("/desk/figures").content.decode()
    assert "3 checks of certificates of ours" in page
    rows = list(csv.reader(StringIO(officer.get("/desk/figures/checks.csv").content.decode("utf-8-sig"))))
    assert rows[1:] == [["by its number", "in force", "2"], ["by its PDF", "altered", "1"]]


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Land der Arbeit"), ("fr", "Pays de travail"), ("es", "País de trabajo")],
)
def test_the_page_speaks_the_readers_language(officer: Client, language: str, words: str) -> None:
    officer.cookies["django_language"] = language
    assert words in officer.get("/desk/figures").content.decode()


def test_every_table_is_there_as_a_file_and_all_as_a_workbook(officer: Client) -> None:
    answer = officer.get("/desk/figures/hosts.csv?days=30")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Country of work", "Decided", "Without a person", "Without a person, percent"],
        ["Germany", "1", "1", "100.0"],
    ]
    assert clock.today().isoformat() in answer.headers["Content-Disposition"]
    book = fastexcel.read_excel(officer.get("/desk/figures.xlsx?days=365").content)
    assert {"volumes", "hosts", "kinds", "times", "refused-for", "ends", "ages"} <= set(book.sheet_names)
    assert officer.get("/desk/figures/passwords.csv").status_code == 404


def test_an_odd_period_is_the_usual_one(officer: Client) -> None:
    for odd in ("9999999999", "-1", "x"):
        assert "Last 90 days</strong>" in officer.get(f"/desk/figures?days={odd}").content.decode()


def test_before_anything_is_counted_the_page_says_so() -> None:
    page = an_officer_at_work()[1].get("/desk/figures").content.decode()
    assert "Nothing has been counted yet" in page
    assert "Nothing was decided in this period." in page


def test_an_employer_and_another_institution_find_none_of_it(officer: Client) -> None:
    person = an_employer().actor.person_id
    clerk = signed_in(Person.objects.get(pk=person), second_factor=False)
    elsewhere = an_officer_at_work(institution_id="de-dvka")[1]
    for address in ("/desk/figures", "/desk/figures.xlsx", "/desk/figures/hosts.csv"):
        assert clerk.get(address).status_code in (302, 404)
        assert elsewhere.get(address).status_code == 404
