"""Have the postal codes the form of their countries?"""

from sojourn.parties import postal
from sojourn.requests.checks.gathered import Finding, Gathered, warning


def postal_codes(gathered: Gathered) -> list[Finding]:
    """A code of another form is unusual, not wrong: posts change theirs. The ZIP code has a check of its own."""
    answers = gathered.answers
    seat = answers.text("employers[0].seat") or answers.home
    found = []
    for country, field in (
        (seat, "sender.postcode"),
        (answers.host, "receiver.postcode"),
        (answers.text("person.residence"), "worker.postcode"),
    ):
        code = answers.text(field)
        own_check = field == "sender.postcode" and country == "US"
        if country and code and not own_check and not postal.code_fits(country, code):
            found.append(
                warning("postal_code_form", field, country=country, example=postal.code_example(country))
            )
    return found
