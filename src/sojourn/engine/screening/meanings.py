"""What the columns and codes of a screened table mean, for the documents."""

from collections.abc import Mapping

FORMS: Mapping[str, str] = {
    "country": "ISO 3166 code, like `DE`; `CA-QC` for Quebec",
    "countries": "codes, like `FR;DE`",
    "day": "`2027-03-31`, or a date cell",
    "open_day": "`2027-03-31`, a date cell, or `open`",
    "yes_no": "`yes` or `no`, `true` or `false`, `1` or `0`",
}
"""How the cells of each kind of column are written."""

ANSWERS_MEAN: Mapping[str, str] = {
    "cover": "the state of the cover, as a code: see below",
    "legislation": "the country whose social security legislation applies",
    "instrument": "the agreement that decides",
    "article": "its article",
    "until": "the last day for which this holds: of the certificate that can be had, else of the period",
    "then": "what holds after that, part by part: first day, cover, legislation, agreement, article",
    "what_to_do": "what has to be done, and which other ways are open, in sentences",
    "warnings": "what to know besides, in sentences",
    "missing": "the columns that are needed for an answer, most decisive first",
    "confidence": "the weakest confidence among the law data that the answer rests on: high, medium, low",
    "error": "why the row cannot be read: its number (the header is row 1), column, code, and words",
}
"""The columns that are added."""

COVERS: Mapping[str, str] = {
    "needed": "the law of another country than that of the work applies; a certificate shows it",
    "host": "the law of the country of work applies",
    "not_needed": "no work, or one country alone is concerned",
    "at_risk": "no agreement decides, or the one that does leaves the work without cover",
    "unknown": "a fact is missing: see `missing`",
    "refer": "an officer must look",
    "error": "the row cannot be read: see `error`",
}
"""The codes of `cover`."""
