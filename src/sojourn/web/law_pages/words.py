"""Words of the law pages: countries with their prepositions, lengths, standings, channels."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.engine.lawbook.browsing import Bond, Partner, Posting, Standing, State
from sojourn.engine.lawbook.law import Instrument, Term
from sojourn.engine.telling import texts
from sojourn.requests.law import the_law
from sojourn.web.day_words import NO_BREAK_SPACE, day_in_words
from sojourn.web.language import language

type Words = str | Promise

STATE_WORDS: Mapping[State, tuple[str, Words]] = {
    State.IN_FORCE: ("good", _("In force")),
    State.NOT_YET: ("open", _("Signed, not in force")),
    State.ENDED: ("ended", _("Ended")),
}
# The mark on the left of a tile, and the word in it: legible without colour.
STANDING_WORDS: Mapping[Standing, Words] = {
    Standing.AGREEMENT: _("Agreement in force"),
    Standing.NOT_READ: _("Agreement in force, rules not read yet"),
    Standing.NOT_CARRIED: _("Agreement known, not in our data yet"),
    Standing.BENEFITS_ONLY: _("Agreement on benefits alone, no rules on work"),
    Standing.NOT_YET: _("Agreement signed, not in force"),
    Standing.ENDED: _("Agreement ended"),
    Standing.NONE: _("No agreement known to us"),
}
TILE_WORDS: Mapping[Standing, Words] = {
    Standing.AGREEMENT: _("other rules"),
    Standing.NOT_READ: _("not read yet"),
    Standing.NOT_CARRIED: _("not in our data"),
    Standing.BENEFITS_ONLY: _("benefits alone"),
    Standing.NOT_YET: _("signed"),
    Standing.ENDED: _("ended"),
    Standing.NONE: _("none known"),
}
CHANNELS: Mapping[str, Words] = {
    "online": _("online"),
    "email": _("by e-mail"),
    "post": _("by post"),
    "fax": _("by fax"),
    "phone": _("by phone"),
    "office": _("at the office"),
    "form": _("with a form"),
    "agent": _("through an agent"),
    "data_box": _("through the state’s data box"),
}
STATUSES: Mapping[str, Words] = {
    "employee": _("employees"),
    "self_employed": _("self-employed people"),
    "civil_servant": _("civil servants"),
    "diplomat": _("diplomats"),
    "consular_staff": _("consular staff"),
    "contract_staff_of_the_union": _("contract staff of the European Union"),
    "none": _("people who do not work"),
}


def country(code: str, form: str = "name") -> str:
    """A country in the reader's language, with the preposition of the form: name, plain, in, from, to, of."""
    return texts.country(the_law(), code, language(), form)


def country_plain(code: str) -> str:
    """The bare name, for lists and tables."""
    entry = the_law().labels["countries"].get(code, {})
    forms: Mapping[str, str] = entry.get(language()) or entry.get(texts.FALLBACK) or {}
    return forms.get("plain") or forms.get("name") or code


def in_order(name: str) -> str:
    """The name as it is put in order: whatever its case and accents."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def short_title(instrument: Instrument) -> str:
    """The agreement as one says it."""
    return texts.title(the_law(), instrument, language())


def article_words(article: str) -> str:
    """The article as one says it."""
    return texts.article(the_law(), article, language())


def sentence_case(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]


def listing(words: Iterable[str], joined: str = "and") -> str:
    """Words in a row, with the language's own last joint."""
    return texts.listing(the_law(), tuple(words), language(), joined)


def label(group: str, code: str) -> str:
    """The law's own word for a code."""
    return texts.label(the_law(), group, code, language())


def term_words(term: Term | None, months: int | None = None, weeks: int | None = None) -> str:
    """ "24 months", "52 weeks"; the number and its unit stay on one line."""
    months = term.months if term is not None else months
    weeks = term.weeks if term is not None else weeks
    if weeks is None and months is None:
        return gettext("no limit in time")
    number, unit = (weeks, "week") if weeks is not None else (months or 0, "month")
    return texts.term(the_law(), number, unit, language()).replace(" ", NO_BREAK_SPACE)


def posting_words(postings: Iterable[Posting]) -> str:
    """The limits of the rules of posting: "24 months", "24 months or 60 months"; empty where there is no such rule."""
    terms = {each.term for each in postings}
    ordered = sorted(terms, key=lambda each: (each.months or 0, each.weeks or 0) if each else (601, 0))
    return listing(dict.fromkeys(term_words(each) for each in ordered), "or") if terms else ""


def tile_words(partner: Partner) -> str:
    """What stands in a country's tile."""
    if partner.standing is Standing.AGREEMENT:
        return posting_words(partner.employee) or str(TILE_WORDS[Standing.AGREEMENT])
    return str(TILE_WORDS[partner.standing])


def bond_words(bond: Bond) -> str:
    """Since when, or until when, an agreement ties the two countries."""
    if bond.state is State.IN_FORCE and bond.since:
        return gettext("in force since %(day)s") % {"day": when(bond.instrument, bond.since)}
    if bond.state is State.ENDED and bond.until:
        return gettext("ended on %(day)s") % {"day": day_in_words(bond.until)}
    if bond.state is State.NOT_YET and bond.since:
        return gettext("in force from %(day)s on") % {"day": when(bond.instrument, bond.since)}
    words = {
        State.IN_FORCE: gettext("in force since a day that we do not know"),
        State.NOT_YET: gettext("signed, not in force"),
        State.ENDED: gettext("ended"),
    }
    return words[bond.state]


def when(instrument: Instrument, day: date) -> str:
    """A day of the agreement as exactly as it is known: by day, month or year."""
    if instrument.precision == "year":
        return str(day.year)
    words = day_in_words(day)
    if instrument.precision == "month":
        return words.split(NO_BREAK_SPACE, 1)[1] if NO_BREAK_SPACE in words else words
    return words
