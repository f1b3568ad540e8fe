"""The A1: sections and status as the portable document numbers them, on the same sealed paper."""

from typing import Any

import pytest

from sojourn.certificates.a1 import status_code
from sojourn.certificates.content import CertificateContent
from sojourn.certificates.face import face
from sojourn.certificates.labels import words
from sojourn.certificates.readback import differences
from sojourn.engine import load_law
from tests.certificates.builders import an_issue, content, drawn

HAMBURG = {"street": "Am Sandtorkai 4", "postcode": "20457", "city": "Hamburg", "country": "DE"}


def an_a1(**changes: Any) -> CertificateContent:
    plain: dict[str, Any] = {
        "kind": "a1",
        "instrument": "eu-883-2004",
        "titles": {"en": "Regulation (EC) No 883/2004"},
        "article": "13(1)(a)",
        "category": "multi_state",
        "status_code": "02",
        "provisional": True,
        "legislation": "DE",
        "host": "FR",
        "holder__residence": HAMBURG,
        "exempt": [],
        "languages": ["en", "de", "fr"],
    }
    return content(**(plain | changes))


def headings(said: CertificateContent) -> list[str]:
    return [section["heading"][0] for section in face(said, an_issue())["sections"]]


def test_its_sections_are_numbered_like_those_of_the_portable_document() -> None:
    assert headings(an_a1()) == ["1 Holder", "2 Legislation", "3 Status", "4 Employer", "5 Places of work"]
    assert headings(an_a1(self_employed=True, employer=None))[3] == "4 Self-employed activity"


@pytest.mark.parametrize("code", [f"{number:02}" for number in range(1, 13)])
def test_every_status_has_words_in_every_language(code: str) -> None:
    for language in ("en", "de", "fr", "es"):
        assert words(f"a1_status_{code}", [language])


@pytest.mark.parametrize("languages", [["en"], ["de", "en"], ["en", "fr", "es"]])
def test_the_sealed_paper_says_what_was_decided(languages: list[str]) -> None:
    said = an_a1(languages=languages, holder__birth_name="Ђорђевић")
    issue = an_issue(number="DE-2026-361Z-XSAM-55")
    assert differences(drawn(said, issue), said, issue) == []
    other = an_a1(languages=languages, holder__residence={**HAMBURG, "city": "Bremen"})
    assert "holder.residence.city" in differences(drawn(said, issue), other, issue)


@pytest.mark.parametrize(
    ("category", "article", "code"),
    [
        ("posted_employee", "12(1)", "01"),
        ("posted_employee", "SSC.11(1)(a)", "01"),
        ("multi_state", "13(1)(b)(i)", "02"),
        ("posted_self_employed", "14(2)", "03"),
        ("multi_state", "SSC.12(2)(a)", "04"),
        ("civil_servant", "11(3)(b)", "05"),
        ("civil_servant", "13(3)(b)", "05"),
        ("multi_state", "15(3)", "08"),
        ("civil_servant", "13(4)", "09"),
        ("multi_state", "14(11)", "02"),
        ("multi_state", None, None),
        ("not_working", "11(2)", None),
    ],
)
def test_the_status_follows_from_category_and_paragraph(
    category: str, article: str | None, code: str | None
) -> None:
    assert status_code(category, article) == code


def test_every_rule_that_sends_or_combines_has_a_status() -> None:
    """So that no A1 is issued without one where the law data name a rule with an article."""
    law = load_law()
    of_a1 = [i for i in law.instruments.values() if "a1" in {c.kind for c in i.certificate.values()}]
    without = {
        provision.category
        for instrument in of_a1
        for provision in instrument.provisions
        if provision.article and status_code(provision.category, str(provision.article)) is None
    }
    assert without == {"not_working"}
