"""What a rule asks for, without a case: the engine's own sentences about nobody in particular.

Where a sentence needs nothing but the two countries, it is told of "the home country" and "the other country". Where it
speaks of a day or a place of the case, the words stand here. A condition for which there are neither is counted, so
that the page can say that there is more.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.engine.lawbook.law import Law, Use
from sojourn.engine.telling import texts
from sojourn.requests.law import the_law
from sojourn.web.language import language
from sojourn.web.law_pages.words import country, term_words

_HOME: Final = "the home country"
_HOST: Final = "the other country"
_COUNTRIES: Final = {
    _HOME: {
        "en": {"name": "the home country", "plain": "home country"},
        "de": {
            "name": "das Herkunftsland",
            "plain": "Herkunftsland",
            "in": "im Herkunftsland",
            "from": "aus dem Herkunftsland",
            "to": "in das Herkunftsland",
            "of": "des Herkunftslandes",
        },
        "fr": {
            "name": "le pays d’origine",
            "plain": "pays d’origine",
            "in": "dans le pays d’origine",
            "from": "du pays d’origine",
            "to": "dans le pays d’origine",
            "of": "du pays d’origine",
        },
        "es": {
            "name": "el país de origen",
            "plain": "país de origen",
            "in": "en el país de origen",
            "from": "del país de origen",
            "to": "al país de origen",
            "of": "del país de origen",
        },
    },
    _HOST: {
        "en": {"name": "the other country", "plain": "other country"},
        "de": {
            "name": "das andere Land",
            "plain": "anderes Land",
            "in": "im anderen Land",
            "from": "aus dem anderen Land",
            "to": "in das andere Land",
            "of": "des anderen Landes",
        },
        "fr": {
            "name": "l’autre pays",
            "plain": "autre pays",
            "in": "dans l’autre pays",
            "from": "de l’autre pays",
            "to": "dans l’autre pays",
            "of": "de l’autre pays",
        },
        "es": {
            "name": "el otro país",
            "plain": "otro país",
            "in": "en el otro país",
            "from": "del otro país",
            "to": "al otro país",
            "of": "del otro país",
        },
    },
}
_OWN: Mapping[str, str | Promise] = {
    "administration_known": _(
        "The administration that employs the person belongs to a country of the agreement."
    ),
    "chosen_among": _("The person has chosen one of the countries that the rule leaves open."),
    "draws_benefit": _("The person draws a cash benefit because of earlier work."),
    "employed_before_sending": _("The employment began before the work abroad."),
    "employer_in_a_party": _("The employer has its head office in a country of the agreement."),
    "employers_seated": _("The employers have their seats where the rule says."),
    "exception_agreed": _("Both authorities have agreed on it in the single case."),
    "expected_within": _("The stay is expected to last at most %(term)s."),
    "flag_of_a_party": _("The ship flies the flag of a country of the agreement."),
    "home_law_covers_work": _("The law of the home country insures the work abroad."),
    "in_several_countries": _("The person works in two or more countries, at the same time or by turns."),
    "legislation_chosen": _("The person has chosen one of the two systems in time."),
    "no_substantial_part_at_residence": _("No substantial part of the work is done where the person lives."),
    "one_centre_of_interest": _("The fixed premises from which the business is run lie in one country."),
    "only_home_and_seat": _(
        "The person works only where he or she lives and where the employer has its seat."
    ),
    "paid_from_residence": _("The pay comes from where the person lives, and the ship flies another flag."),
    "resident_elsewhere": _("The person lives outside the countries of the agreement."),
    "resident_in_a_party": _("The person lives in a country of the agreement."),
    "resident_where_self_employed": _(
        "The person lives in the country that sees the work as self-employment."
    ),
    "not_resident_where_self_employed": _(
        "The person lives in a country that does not see the work as self-employment."
    ),
    "route": _("The person comes straight from the home country, or by a way that the agreement allows."),
    "self_employed_at_home": _(
        "The person is normally self-employed in the home country and takes that activity abroad."
    ),
    "self_employed_for_months": _("The activity has been carried on at home for at least %(term)s."),
    "series": _("Earlier postings to the same country are counted together with this one."),
    "signed_by_both": _("Both countries have signed the telework agreement."),
    "substantial_part_at_residence": _("A substantial part of the work is done where the person lives."),
    "telework_in_time": _("The time asked for is within %(term)s, and was asked for in time."),
    "telework_share": _(
        "Telework where the person lives takes less than %(below)s percent of the working time."
    ),
    "work_inside": _("The work is done in a country of the agreement."),
}


def requirement(use: Use) -> str:
    """What the condition asks for, in one sentence; empty where there are no words for it."""
    parameters = dict(use.parameters)
    own = _OWN.get(use.name)
    if own is not None:
        values = {**parameters, "term": _term(parameters), "below": parameters.get("below", "")}
        return _where(str(own) % values if "%(" in str(own) else str(own), use)
    try:
        text = _told(f"{use.name}.met", {**parameters, "home": _HOME, "host": _HOST})
    except (KeyError, TypeError, AttributeError):
        return ""
    return _where(text, use)


def _told(code: str, values: Mapping[str, Any]) -> str:
    return texts.sentence(_abstract(), code, language(), values)


@cache
def _abstract() -> Law:
    """The law's words with two countries more, which stand for any."""
    law = the_law()
    return replace(law, labels={**law.labels, "countries": {**law.labels["countries"], **_COUNTRIES}})


def _term(parameters: Mapping[str, Any]) -> str:
    return term_words(None, parameters.get("months"), parameters.get("weeks"))


def _where(text: str, use: Use) -> str:
    """Said of one direction alone where the rule asks it only there."""
    if use.home is None or use.host is None:
        return text
    return gettext("%(sentence)s (Only for work %(in_host)s by people %(from_home)s.)") % {
        "sentence": text,
        "from_home": country(use.home, "from"),
        "in_host": country(use.host, "in"),
    }
