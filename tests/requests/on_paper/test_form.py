"""The request on paper asks every question that the pages may ask, and loses no answer."""

import pypdfium2
import pytest

from sojourn.certificates.conformance import faults
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.requests.models import Request
from sojourn.requests.on_paper.form import blank_form, filled_form, questions_on_paper
from tests.requests.builders import answers


def text_of(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded() for page in opened).split())
    finally:
        opened.close()


@pytest.mark.parametrize("applicant", list(Applicant))
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_blank_form_has_every_question_and_where_to_send_it(applicant: Applicant, language: str) -> None:
    pdf = blank_form(applicant, "US", "DE", language)
    assert faults(pdf) == []
    said = text_of(pdf)
    for _, fact in questions_on_paper(applicant, "US", "DE"):
        label = fact.words_in(language, applicant).label
        assert "".join(label.split()) in said, label
    assert "P.O.Box17741" in said
    assert "+14109661861" in said


def test_a_question_of_another_corridor_is_not_on_the_form() -> None:
    german = {fact.id for _, fact in questions_on_paper(Applicant.EMPLOYER, "US", "DE")}
    british = {fact.id for _, fact in questions_on_paper(Applicant.EMPLOYER, "US", "GB")}
    assert "receiver.nation" in british - german
    anywhere = {fact.id for _, fact in questions_on_paper(Applicant.EMPLOYER, "", "")}
    assert german | british <= anywhere
    assert anywhere <= {fact.id for fact in load_facts().facts}


def test_the_filled_form_has_the_answers_and_leaves_room_for_the_rest() -> None:
    request = Request(applicant_kind="employer", language="en")
    request.hold(answers(family_name="Ọ̀ṣun 王"))
    pdf = filled_form(request, "en")
    assert faults(pdf) == []
    said = text_of(pdf)
    for value in ("LakesideRobotics", "808-21-4471", "AmSandtorkai30", "王", "1March2027"):
        assert value in said, value
