"""Has a U.S. address a ZIP code?"""

import re

from sojourn.requests.checks.gathered import Finding, Gathered, hindrance

ZIP = re.compile(r"^\d{5}(?:[- ]?\d{4})?$", re.ASCII)


def us_zip(gathered: Gathered) -> list[Finding]:
    """Five digits, or nine."""
    seat = gathered.answers.text("employers[0].seat") or gathered.answers.home
    code = gathered.answers.text("sender.postcode")
    return [hindrance("zip_form", "sender.postcode")] if seat == "US" and code and not ZIP.match(code) else []
