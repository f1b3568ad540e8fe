"""The paper: everything that was decided stands on it, in any name, and nothing becomes an empty box."""

import re

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from sojourn.certificates import document
from sojourn.certificates.face import face
from sojourn.certificates.lettering import can_print
from sojourn.certificates.readback import differences, read_back
from tests.certificates.builders import an_issue, content, drawn

LATIN = "Łódź-Österreich Ångström d’Àvila Ngô Đình Ñuñoa Žižek Iğdır Ọ̀ṣun Ẹ́ni"
GREEK = "Ἀλέξανδρος Παπαδόπουλος"
CYRILLIC = "Преображенская-Новикова Юлія Ђорђе"


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("L") for page in opened]
    finally:
        opened.close()


@pytest.mark.parametrize(
    "name",
    [
        LATIN,
        GREEK,
        CYRILLIC,
        "محمد عبد الله الأحمد",
        "پژمان گچی‌نیا",
        "שרה כהן־לוי",
        "王小明 欧阳",
        "株式会社カブシキ・さくら",
        "김민준",
        "شركة (ABC) 12/4 م.م",
    ],
)
def test_names_in_each_script_come_out_right(name: str) -> None:
    says, issue = content(holder__family_name=name, employer__name=name), an_issue()
    assert document.unprintable(says) == []
    assert differences(drawn(says, issue), says, issue) == []


@pytest.mark.parametrize(
    ("name", "characters"),
    [("प्रिया", "प्रिया"), ("สมชาย", "สมชาย"), ("Anna🌍", "🌍"), ("مُحمد", "ُ"), ("شָלום", "ָ"), ("ٹھ", "ٹھ")],
)
def test_what_cannot_be_read_back_is_named_with_their_field_before_anything_is_drawn(
    name: str, characters: str
) -> None:
    found = document.unprintable(content(holder__given_names=name))
    assert [(each.field, set(each.characters)) for each in found] == [("holder.given_names", set(characters))]


def test_a_short_posting_fits_one_page_and_twenty_places_of_work_lose_nothing() -> None:
    assert read_back(drawn()).pages == 1
    places = [
        {
            "name": f"Werk {at} Müllverbrennungsanlagenbetriebsgesellschaft mbH & Co. KG",
            "street": f"Straße des {at}. Mai",
            "postcode": f"{10_000 + at}",
            "city": f"Ort {at}",
            "country": "DE",
        }
        for at in range(1, 21)
    ]
    says, issue = content(workplaces=places), an_issue()
    pdf = drawn(says, issue)
    assert differences(pdf, says, issue) == []
    assert read_back(pdf).pages <= 3


def test_names_of_three_hundred_characters_flow_inside_the_page() -> None:
    unbroken = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 5
    says = content(
        holder__family_name=unbroken,
        holder__given_names="Anna " * 60,
        issuer__name=unbroken,
        employer__street=unbroken,
    )
    issue = an_issue()
    pdf = drawn(says, issue)
    assert differences(pdf, says, issue) == []
    for page in pages(pdf, 50):
        width = page.width
        margin = page.crop((round(width * 0.955), 0, width, page.height))
        assert margin.getextrema() == (255, 255), "something is printed in the right margin"


names = st.text(
    st.characters(codec="utf-8", categories=("Lu", "Ll", "Lt", "Mn", "Pd")).filter(can_print),
    min_size=1,
    max_size=60,
)


@settings(max_examples=30, deadline=None)
@example("ﬀ", "ﬀ")
@given(names, names)
def test_whatever_the_font_can_print_is_read_back_as_it_was_given(family_name: str, street: str) -> None:
    says = content(holder__family_name=f"A{family_name}", employer__street=f"B{street}")
    issue = an_issue()
    assert differences(drawn(says, issue), says, issue) == []


def test_what_looks_like_markup_is_printed_as_it_is() -> None:
    name = '#panic("x") *bold* $x$ <b> \\ @a {b} // c'
    says, issue = content(employer__name=name), an_issue()
    assert differences(drawn(says, issue), says, issue) == []


@pytest.mark.parametrize("spoiled", ["number", "secret"])
def test_a_paper_that_says_something_else_is_noticed(spoiled: str) -> None:
    says, issue = content(), an_issue()
    pdf = drawn(says, issue)
    assert spoiled in differences(pdf, says, an_issue(**{spoiled: getattr(an_issue(), spoiled)}))
    assert "holder.family_name" in differences(pdf, content(holder__family_name="Mueller"), issue)
    assert "period_end" in differences(pdf, content(period_end="2030-03-01"), issue)
    assert "attachment" in differences(pdf, content(decided_on="2026-11-21"), issue)


def test_german_stands_beside_english_where_germany_is_concerned_and_nowhere_else() -> None:
    assert "Familienname" in read_back(drawn()).text
    assert "Familienname" not in read_back(drawn(content(languages=["en"]))).text
    assert "Familienname" not in read_back(drawn(content(languages=["xx"]))).text


@pytest.mark.parametrize(
    ("languages", "label"),
    [(["en", "fr"], "Nomdefamille"), (["en", "es"], "Apellidos"), (["en", "fr", "de"], "Nomdefamille")],
)
def test_the_paper_says_the_same_in_each_language_that_it_speaks(languages: list[str], label: str) -> None:
    says, issue = content(languages=languages), an_issue()
    pdf = drawn(says, issue)
    assert label in read_back(pdf).text
    assert differences(pdf, says, issue) == []


def test_a_title_in_the_language_of_a_third_country_is_printed_as_well() -> None:
    titles = {"en": "Agreement", "it": "Convenzione di sicurezza sociale"}
    assert "Convenzionedisicurezzasociale" in read_back(drawn(content(titles=titles, languages=["en"]))).text


@pytest.mark.parametrize(
    ("end", "limit", "share", "length"),
    [
        ("2030-02-28", "2032-02-29", 0.6, ["36 months", "36 Monate"]),
        ("2032-02-29", "2032-02-29", 1.0, ["60 months", "60 Monate"]),
        ("2027-03-01", None, 1.0, ["1 day", "1 Tag"]),
        ("2027-03-31", None, 1.0, ["1 month", "1 Monat"]),
        ("2027-04-01", None, 1.0, ["32 days", "32 Tage"]),
        (None, None, 1.0, []),
    ],
)
def test_the_period_bar_is_to_scale_and_says_the_length(
    end: str | None, limit: str | None, share: float, length: list[str]
) -> None:
    bar = face(content(period_end=end, period_limit=limit), an_issue())["bar"]
    assert bar["share"] == pytest.approx(share, abs=0.001)
    assert bar["length"] == length
    assert (bar["open"], bar["tick"]) == (end is None, limit is not None)


def test_a_demonstration_says_on_the_paper_that_it_proves_nothing() -> None:
    assert "provesnothing" in read_back(drawn(issue=an_issue(demonstration=True))).text
    assert "provesnothing" not in read_back(drawn()).text


def test_an_article_that_the_law_data_do_not_know_is_left_out() -> None:
    assert "Artikel" in read_back(drawn()).text
    assert not re.search("Article/Artikel", read_back(drawn(content(article=None))).text)


@pytest.mark.parametrize(
    ("printed", "decided"),
    [
        ("محمد عبد الله الأحمد", "محمد عبد الله الأحمر"),
        ("محمد عبد الله", "محمد عبد"),
        ("שרה כהן", "שרה כהנא"),
        ("שרה כהן 12", "שרה כהן 13"),
        ("王小明", "王小月"),
    ],
)
def test_another_letter_in_a_name_is_noticed_in_each_script(printed: str, decided: str) -> None:
    issue = an_issue()
    pdf = drawn(content(holder__family_name=printed), issue)
    found = differences(pdf, content(holder__family_name=decided), issue)
    expected = decided not in printed
    assert ("holder.family_name" in found) == expected
    assert "attachment" in found
