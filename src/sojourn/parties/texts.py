"""Codes to words: problems, kinds, roles and states of employers, people, firms and mandates."""

from collections.abc import Mapping
from typing import Final

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sojourn.core.errors import Problem
from sojourn.parties.particulars import seats

type Words = str | Promise

YOURSELF: Final[Words] = _("yourself")

# Patterns of journeys 4.5: missing, wrong form, not possible together. One wording for each code.
PROBLEMS: Final[Mapping[str, Words]] = {
    "seat_missing": _("Choose the country in which the employer is registered."),
    "seat_unknown": _("Choose a country from the list."),
    "kind_missing": _("Choose what kind of employer it is."),
    "kind_unknown": _("Choose a kind of employer from the list."),
    "name_missing": _("Enter the legal name."),
    "street_missing": _("Enter the street and house number, or the P.O. box."),
    "city_missing": _("Enter the city."),
    "zip_missing": _("Enter the ZIP code."),
    "zip_wrong_form": _("ZIP code must have 5 digits, or 9 with the extension, like 60601 or 60601-1234."),
    "state_missing": _("Choose the state. The ZIP code alone does not tell us which one it is."),
    "state_unknown": _("State must be the two letters of the postal address, like IL."),
    "zip_and_state_differ": _(
        "ZIP code and state do not fit: this ZIP code lies in %(derived)s, not in %(state)s. "
        "Change one of the two."
    ),
    "ein_wrong_form": _(
        "Employer identification number must have 9 digits, like 12-3456789. You entered %(digits)s."
    ),
    "ein_prefix_unknown": _(
        "Employer identification number must begin with two digits that the IRS gives out, like 12-3456789. "
        "Check the letter of the IRS."
    ),
    "employer_exists": _(
        "This number belongs to an employer that is here already. Ask to join it, or check the number."
    ),
    "name_too_long": _("Legal name must have at most %(limit)s characters. You entered %(length)s."),
    "name_unprintable": _("Legal name must have only signs that can be printed. Type it by hand."),
    "street_too_long": _("Street must have at most %(limit)s characters. You entered %(length)s."),
    "street_unprintable": _("Street must have only signs that can be printed. Type it by hand."),
    "city_too_long": _("City must have at most %(limit)s characters. You entered %(length)s."),
    "city_unprintable": _("City must have only signs that can be printed. Type it by hand."),
    "postcode_too_long": _("Postcode must have at most %(limit)s characters. You entered %(length)s."),
    "postcode_unprintable": _("Postcode must have only signs that can be printed. Type it by hand."),
    "state_too_long": _("State must have at most %(limit)s characters. You entered %(length)s."),
    "state_unprintable": _("State must have only signs that can be printed. Type it by hand."),
    "ein_too_long": _("Number must have at most %(limit)s characters. You entered %(length)s."),
    "ein_unprintable": _("Number must have only signs that can be printed. Type it by hand."),
    "postcode_missing": _("Enter the postcode."),
    "postcode_wrong_form": _("Postcode must have the form that this country uses, like %(example)s."),
    "number_mistyped_there": _("Check the number: it begins like this number, %(name)s, and cannot be one."),
    "person_name_too_long": _("Name must have at most %(limit)s characters. You entered %(length)s."),
    "person_name_unprintable": _("Name must have only signs that can be printed. Type it by hand."),
    "employer_not_here": _("Number must be that of an employer that is here. Create the employer instead."),
    "you_are_member": _("You belong to this employer already."),
    "email_missing": _("Enter the e-mail address."),
    "email_wrong_form": _("E-mail address must have a name, an @ and a domain, like name@example.com."),
    "password_weak": _("Password must have at least 12 characters and must not be a common one."),
    "role_unknown": _("Choose what the person may do."),
    "already_member": _("This person belongs to the employer already. You can change the role in the list."),
    "last_administrator": _(
        "Somebody has to administer the employer. Make another person an administrator first."
    ),
    "mandate_country_unknown": _("Choose countries from the list."),
    "mandate_people_too_many": _(
        "Name at most %(limit)s people, or leave it empty for everybody at the firm."
    ),
    "mandate_person_no_address": _(
        "Each line must be an e-mail address, like name@example.com. This one is not: %(typed)s"
    ),
    "already_in_firm": _("This person belongs to the firm already. You can change the role in the list."),
    "last_firm_administrator": _(
        "Somebody has to administer the firm. Make another person an administrator first."
    ),
    "colleague_unknown": _("Choose a colleague from the list."),
    "phone_without_country": _(
        "Telephone number must begin with + and the code of the country, like +49 30 1234567."
    ),
    "phone_wrong_form": _("Telephone number must have as many digits as such numbers have. Check it."),
    "language_unknown": _("Choose a language from the list."),
    "open_requests_left": _("Say who takes over your open requests, or withdraw them."),
    "firm_code_missing": _("Enter the code of the firm."),
    "firm_unknown": _("Code must be the one that the firm gave you, like K7PM-2QXD. Ask the firm for it."),
    "mandate_kinds_missing": _("Choose at least one kind of request."),
    "mandate_exists": _("This firm has a mandate already. Revoke it first, then grant the new one."),
    "may_send_missing": _("Choose whether the firm may send requests."),
    "valid_from_wrong_form": _("First day must be a date, like 1 March 2027."),
    "valid_until_wrong_form": _("Last day must be a date, like 31 December 2027."),
    "valid_until_too_early": _("Last day must be the first day or later."),
    "valid_until_past": _("Last day must be today or later."),
}

STEPS: Final[Mapping[str, Words]] = {
    "acting_switched": _(
        "You have switched in another tab. Nothing was sent. Check for whom you act, then go on."
    ),
    "link_expired": _("This link has expired."),
    "link_used": _("This link has been used."),
    "already_decided": _("Somebody has answered this already."),
}

KINDS: Final[Mapping[str, Words]] = {
    "private": _("Company, or a person with employees"),
    "government": _("Government: federal, state or local"),
    "temporary_agency": _("Temporary work agency"),
    "international_organisation": _("International organisation"),
    "diplomatic_mission": _("Diplomatic mission or consulate"),
    "household": _("Private household"),
}

ROLES: Final[Mapping[str, Words]] = {
    "administrator": _("Administrator"),
    "requester": _("Requester"),
    "viewer": _("Viewer"),
    "member": _("Member"),
    "representative": _("Representative"),
    "officer": _("Officer"),
    "lead": _("Team lead"),
}

CAPACITIES: Final[Mapping[str, Words]] = {
    "employer": _("You belong to it."),
    "representative": _("Your firm has a mandate."),
    "past_representative": _("Your firm’s mandate is over. You can read what it began."),
    "self": _("You ask for your own certificate."),
}

ROLE_MEANINGS: Final[Mapping[str, Words]] = {
    "administrator": _("Prepares and sends requests, invites people, grants mandates."),
    "requester": _("Prepares and sends requests."),
    "viewer": _("Sees requests and certificates, changes nothing."),
}

FIRM_ROLE_MEANINGS: Final[Mapping[str, Words]] = {
    "administrator": _("Works under the mandates, invites people, changes roles."),
    "member": _("Works under the mandates of the firm."),
}

REQUEST_KINDS: Final[Mapping[str, Words]] = {
    "first": _("First certificate"),
    "extension": _("Extension"),
    "correction": _("Correction"),
    "early_end": _("Early end"),
    "exception": _("Exception by agreement"),
    "replacement": _("Replacement copy"),
}

MANDATE_STATES: Final[Mapping[str, Words]] = {
    "in_force": _("In force"),
    "ends_soon": _("In force, ends soon"),
    "not_begun": _("Not begun"),
    "ended": _("Ended"),
    "revoked": _("Revoked"),
}

PARTS: Final[Mapping[str, Words]] = {"CA-QC": _("Canada: Quebec")}


def problem_text(problem: Problem) -> str:
    """The sentence for a problem in the present language. Raises KeyError for a code without words."""
    words = PROBLEMS[problem.code]
    return str(words) % problem.params if problem.params else str(words)


def seat_choices() -> list[tuple[str, str]]:
    """Every possible seat with its name in the present language, by name."""
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    choices = [(code, str(PARTS.get(code) or names.get(code, code))) for code in seats()]
    return sorted(choices, key=lambda choice: choice[1].casefold())
