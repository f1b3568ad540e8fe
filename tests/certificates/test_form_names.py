"""The form on the paper is the one that the corridor's data name for it, and none where they leave it open."""

import re

import pytest

from sojourn.certificates.form_names import form_on_paper
from sojourn.certificates.readback import read_back
from sojourn.engine import load_law
from tests.certificates.builders import an_issue, content, drawn


@pytest.mark.parametrize(
    ("told", "first", "extension"),
    [
        (None, None, None),
        ("USA/NL 101", "USA/NL 101", "USA/NL 101"),
        ("SE 324-01 (extension SE 324-02)", "SE 324-01", "SE 324-02"),
        ("ES/TUN 102 (extension), ES/TUN 103 (option)", None, "ES/TUN 102"),
        ("P/AND2, P/AND3", None, None),
        ("SE 404-01 / SE 404-02", None, None),
        ("E/AUS.1 (Cert.)", "E/AUS.1 (Cert.)", "E/AUS.1 (Cert.)"),
        (
            "certificate of continuing liability (application CA9107)",
            "certificate of continuing liability",
            "certificate of continuing liability",
        ),
        (
            "Certificate of Coverage (request: TEKIYO SHOMEISHO KOFU SHINSEISHO)",
            "Certificate of Coverage",
            "Certificate of Coverage",
        ),
    ],
)
def test_the_form_is_the_one_that_the_data_name_for_this(
    told: str | None, first: str | None, extension: str | None
) -> None:
    assert form_on_paper(told, extension=False) == first
    assert form_on_paper(told, extension=True) == extension


def test_no_form_of_the_law_data_is_printed_with_a_note_about_another() -> None:
    told = {
        (instrument.id, country, form.form)
        for instrument in load_law().instruments.values()
        for country, form in instrument.certificate.items()
        if form.form
    }
    assert ("us-nl", "US", "USA/NL 101") in told
    for instrument, country, form in told:
        for extension in (False, True):
            printed = form_on_paper(form, extension=extension)
            if printed is not None:
                assert printed in form, (instrument, country)
                assert not re.search(r"\((extension|option|request|application)", printed)
                assert "," not in printed


def test_a_form_that_is_not_known_leaves_no_empty_line() -> None:
    assert "Form/Formblatt" in read_back(drawn(content(form="USA/NL 101"), an_issue())).text
    assert "Form/Formblatt" not in read_back(drawn(content(form=None), an_issue())).text
