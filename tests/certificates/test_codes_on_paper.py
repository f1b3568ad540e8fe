"""Both codes on the paper are read by others, from a poor copy of it, whatever the certificate says."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import deqr
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageOps

from sojourn.certificates import conformance
from sojourn.certificates.content import CertificateContent
from sojourn.certificates.face import Issue
from sojourn.certificates.offline import LONGEST_CODE, make_code
from sojourn.certificates.readback import code, differences, read_back
from sojourn.certificates.status_list import StatusReference
from tests.certificates.builders import an_issue, content, drawn, sealed
from tests.certificates.offline.keys import a_key

MM = 150 / 25.4
STATUS = StatusReference("https://coverage.example.gov/status/bcdfghjk", 1_048_575)
PLACES = [{"name": f"Werk {at}", "city": f"Ort {at}", "country": "DE"} for at in range(1, 21)]
CONTENTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "long": {"holder__family_name": "Wolfeschlegelsteinhausenbergerdorff " * 8, "article": "6(1)(a) " * 30},
    "arabic": {"holder__family_name": "الأحمد", "holder__given_names": "محمد عبد الله"},
    "chinese, open end": {"holder__family_name": "欧阳", "period_end": None, "languages": ["en"]},
    "many places": {"workplaces": PLACES, "languages": ["en", "fr", "de"]},
    "a1": {
        "kind": "a1",
        "titles": {"en": "Regulation (EC) No 883/2004", "de": "Verordnung (EG) Nr. 883/2004"},
        "status_code": "01",
        "provisional": True,
        "exempt": (),
    },
}


def coded(says: CertificateContent, **changes: Any) -> Issue:
    """An issue whose code is signed."""
    issue = an_issue(status=STATUS, **changes)
    return replace(issue, offline_code=make_code(says, issue, a_key()))


def last_page(pdf: bytes, dpi: int = 150) -> Image.Image:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        page = opened[len(opened) - 1]
        return page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("L")
    finally:
        opened.close()


def copied(page: Image.Image) -> Image.Image:
    """Turned a little and saved badly."""
    kept = BytesIO()
    page.rotate(5, expand=True, fillcolor=255).save(kept, "JPEG", quality=50)
    return Image.open(kept)


@pytest.mark.parametrize("case", CONTENTS)
def test_both_codes_are_read_from_a_poor_copy(case: str) -> None:
    says = content(**CONTENTS[case])
    issue = coded(says)
    pdf = drawn(says, issue)
    page = copied(last_page(pdf))
    assert {found.text for found in zxingcpp.read_barcodes(page)} == {issue.address, issue.offline_code}
    assert differences(pdf, says, issue) == []
    assert conformance.faults(sealed(says, issue)) == []
    assert read_back(pdf).pages <= (1 if case in ("plain", "arabic", "chinese, open end", "a1") else 4)


def test_another_reader_of_another_make_reads_them_too() -> None:
    says = content()
    issue = coded(says)
    found = deqr.QRdecDecoder().decode(last_page(drawn(says, issue), 200))
    assert {"".join(str(part.data) for part in each.data_entries) for each in found} == {
        issue.address,
        issue.offline_code,
    }


def test_the_offline_code_is_large_enough_and_clear_of_everything() -> None:
    says = content(holder__family_name="W" * 300)
    issue = coded(says)
    assert issue.offline_code is not None
    assert LONGEST_CODE - 6 <= len(issue.offline_code) <= LONGEST_CODE
    page = last_page(drawn(says, issue))
    for found in zxingcpp.read_barcodes(page):
        place = found.position
        left, top, right, bottom = (
            place.top_left.x,
            place.top_left.y,
            place.bottom_right.x,
            place.bottom_right.y,
        )
        side = right - left
        offline = found.text == issue.offline_code
        assert side >= (35 if offline else 26) * MM * 0.985
        assert found.ec_level == "M"
        quiet = round(4 * side / (65 if offline else 37)) - 2
        around = ImageOps.invert(page.crop((left - quiet, top - quiet, right + quiet, bottom + quiet)))
        assert around.getbbox() == pytest.approx((quiet, quiet, quiet + side, quiet + bottom - top), abs=3)


def test_without_a_key_the_paper_has_the_address_alone() -> None:
    says, issue = content(), an_issue()
    pdf = drawn(says, issue)
    assert code.codes_on(pdf) == [issue.address]
    assert differences(pdf, says, issue) == []


def test_a_code_of_another_certificate_is_noticed() -> None:
    says = content()
    issue = coded(says)
    pdf = drawn(says, issue)
    other = content(holder__family_name="Moller", period_end="2030-02-27", host="FR")
    swapped = replace(issue, offline_code=make_code(other, issue, a_key()))
    assert differences(pdf, says, swapped) == ["code.offline"]
    assert differences(drawn(says, swapped), says, swapped) == [
        "code.host",
        "code.period_end",
        "code.family_name",
    ]
    moved = replace(issue, base_url="https://elsewhere.example")
    assert differences(pdf, says, moved) == ["code.address"]
