"""What an A1 confirms besides the legislation: the code of the status."""

import re
from typing import Final

_BY_CATEGORY: Final = {
    "posted_employee": "01",
    "posted_self_employed": "03",
    "civil_servant": "05",
    "contract_staff": "06",
    "seafarer": "07",
    "aircrew": "10",
    "exception": "11",
    # The framework agreement on telework makes exceptions under article 16(1).
    "telework": "11",
    "local_employee": "12",
    "local_self_employed": "12",
    "continental_shelf": "12",
}
_SEVERAL_STATES: Final = {"1": "02", "2": "04", "3": "08", "4": "09"}
# Regulation (EC) No 987/2009 article 14(11): employed in several States by an employer outside the Union.
_EMPLOYER_OUTSIDE: Final = "14(11)"
_PARAGRAPH: Final = re.compile(r"^(?:SSC\.)?\d+\((\d)\)")


def status_code(category: str, article: str | None) -> str | None:
    """The code 01 to 12 of the status that an A1 confirms; None where the law data leave it open.

    By category; for work in several States by the paragraph of the article: Regulation (EC) No 883/2004 article
    13(1) to (4), and the articles with the same paragraphs in the conventions built like it.
    """
    if category == "multi_state" and article == _EMPLOYER_OUTSIDE:
        return _SEVERAL_STATES["1"]
    found = _PARAGRAPH.match(article or "")
    paragraph = found[1] if found else ""
    if category == "multi_state":
        return _SEVERAL_STATES.get(paragraph)
    if category == "civil_servant" and paragraph == "4":
        return _SEVERAL_STATES["4"]
    return _BY_CATEGORY.get(category)
