"""A proof of application with long names loses none, keeps its margins, and takes two pages a language at most."""

import pypdfium2
import pytest

from sojourn.certificates.proofs.content import ProofSealer
from sojourn.certificates.proofs.paper import ProofIssue, drawn_proof
from tests.certificates.test_proofs import GIVEN, content
from tests.papers.test_drawing import letters, text_of
from tests.papers.test_nothing_is_lost import outside

LONG = "Преображенская-Новикова van den Wolfeschlegelsteinhausenbergerdorff " * 4


@pytest.mark.parametrize("languages", [("en",), ("de", "en"), ("fr", "es")])
def test_long_names_stay_whole_and_inside(languages: tuple[str, ...]) -> None:
    name = LONG[:295].strip()
    says = content(
        applicant=name,
        given_names=name,
        family_name=name,
        institution=name,
        sealed_by=ProofSealer(id="us-ssa", name=name, country="US"),
        languages=languages,
    )
    issue = ProofIssue("a" * 22, GIVEN["received_at"], "https://coverage.example.gov", demonstration=True)
    pdf = drawn_proof(says, issue)
    # PDFium gives a hyphen at the end of a line as one of these.
    read = letters(text_of(pdf).translate({0x02: "-", 0xFFFE: "-"}))
    # In the head, in the corner of the seal, and in each language the applicant, the office and twice in the person.
    assert read.count(letters(name)) >= 2 + 4 * len(languages)
    assert outside(pdf) == []
    opened = pypdfium2.PdfDocument(pdf)
    assert len(opened) <= 2 * len(languages)
    opened.close()
