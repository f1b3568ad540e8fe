"""Can the social security numbers be numbers of their countries?"""

from sojourn.requests.checks.gathered import Finding, Gathered, hindrance, warning
from sojourn.requests.identity_numbers import Fit, fit_of, number_of


def identity_number_form(gathered: Gathered) -> list[Finding]:
    """A number of another form cannot be right; a check digit that does not fit is mostly a slip of the finger.

    The U.S. number is read when it is typed.
    """
    answers = gathered.answers
    found = []
    for country, field in ((answers.home, "worker.home_number"), (answers.host, "worker.host_number")):
        typed, known = answers.text(field), number_of(country) if country else None
        if not typed or known is None:
            continue
        params = {"country": country, "number": known.name, "example": known.example}
        match fit_of(country, typed):
            case Fit.WRONG_FORM:
                found.append(hindrance("identity_number_form", field, **params))
            case Fit.DOUBTFUL:
                found.append(warning("identity_number_check_digit", field, **params))
            case Fit.FITS:
                pass
    return found
