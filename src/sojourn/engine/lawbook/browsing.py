"""Looking things up in the law without a case: which agreements there are, and how two countries stand to each other.

Pure functions over the law for pages and interfaces. They list what the law data hold and never weigh it: whose law
applies is for `determine` alone.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sojourn.core.countries import PARTS, STATES
from sojourn.engine.lawbook import schema
from sojourn.engine.lawbook.issuing import Issuer, issuers_of, of_party
from sojourn.engine.lawbook.law import Claim, Instrument, Law, Provision, Term
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.engine.lawbook.shelf import Shelf


class State(StrEnum):
    """How an instrument, or its tie between two countries, stands on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"


class Standing(StrEnum):
    """How two countries stand to each other on a day, the closest tie first."""

    AGREEMENT = "agreement"
    """An instrument is in force, and its rules are in the law data."""
    NOT_READ = "not_read"
    """An instrument is in force; its rules have not been read."""
    NOT_CARRIED = "not_carried"
    """An instrument is known to bind, and is not in the law data."""
    BENEFITS_ONLY = "benefits_only"
    """An instrument is in force that has no rules on work."""
    NOT_YET = "not_yet"
    """An instrument is signed, and not in force."""
    ENDED = "ended"
    """There was an instrument, and it ended."""
    NONE = "none"
    """The law data know of no instrument."""
    SAME_SYSTEM = "same_system"
    """Both are one social security system (Puerto Rico and the United States)."""


@dataclass(frozen=True, slots=True)
class Bond:
    """An instrument as it ties two countries. `since`: the first day on which it binds both, where known."""

    instrument: Instrument
    state: State
    since: date | None
    until: date | None

    @property
    def has_rules(self) -> bool:
        """Whether the law data hold its rules."""
        return bool(self.instrument.provisions)


@dataclass(frozen=True, slots=True)
class Posting:
    """How long work abroad may last under a rule of posting; `term` None: the rule sets no limit in time."""

    provision: Provision
    term: Term | None


@dataclass(frozen=True, slots=True)
class Partner:
    """How another country stands to the one that is looked from."""

    country: str
    standing: Standing
    bonds: tuple[Bond, ...]
    employee: tuple[Posting, ...]
    self_employed: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class BranchOf:
    """A branch that an instrument coordinates on one side; `conditional`: only where further conditions hold."""

    name: str
    conditional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSummary:
    """What the law data hold for work in `host` by somebody who comes from `home`, on one day."""

    home: str
    host: str
    on: date
    standing: Standing
    bond: Bond | None
    """The instrument about work in force that comes first; None where none is."""
    bonds: tuple[Bond, ...]
    not_carried: tuple[str, ...]
    rules: tuple[Provision, ...]
    """The rules of the instrument that comes first among those in force, in this direction, the special first."""
    branches_home: tuple[BranchOf, ...]
    branches_host: tuple[BranchOf, ...]
    still_due: tuple[str, ...]
    """Branches that stay due in the host country whatever the answer."""
    issuers: tuple[Issuer, ...]
    required_information: tuple[str, ...]
    exceptions: tuple[Provision, ...]
    claims_home: tuple[Claim, ...]
    claims_host: tuple[Claim, ...]


def system_of(law: Law, code: str) -> str:
    """The social security system to which a place belongs: US for PR; a country with its own is itself."""
    part_of: Mapping[str, str] = law.labels["part_of"]
    return part_of.get(code, code)


def systems(law: Law) -> tuple[str, ...]:
    """All countries, and parts of countries, with a social security system of their own, by code."""
    return tuple(sorted(code for code in STATES | PARTS if is_system(law, code)))


def is_system(law: Law, code: str) -> bool:
    """Whether a code names a country, or part of one, with a social security system of its own."""
    return (code in STATES or code in PARTS) and system_of(law, code) == code


def state_of_instrument(instrument: Instrument, on: date) -> State:
    """Whether the instrument is in force on `on`, not yet, or no longer."""
    if instrument.ended is not None and instrument.ended < on:
        return State.ENDED
    since = instrument.signed or date.min if instrument.since_unknown else instrument.in_force
    return State.IN_FORCE if since is not None and since <= on else State.NOT_YET


def find_instruments(
    law: Law,
    *,
    on: date,
    text: str = "",
    country: str | None = None,
    state: State | None = None,
    kind: str | None = None,
) -> tuple[Instrument, ...]:
    """The instruments that fit all that is asked, by title.

    `text`: every word of it occurs in title, short names, id or the names of the parties, whatever the accents.
    `country`: a party, or a place to which it reaches. `state`: how it stands on `on`.
    """
    words = _plain(text).split()
    found = [
        each
        for each in law.instruments.values()
        if (country is None or country in each.party_of)
        and (state is None or state_of_instrument(each, on) is state)
        and (kind is None or each.kind == kind)
        and (not words or _holds(_searchable(law, each), words))
    ]
    return tuple(sorted(found, key=lambda each: (each.title.casefold(), each.id)))


def as_written(law: Law, instrument: Instrument) -> schema.Instrument | None:
    """The instrument's file: what people read and the engine does not weigh (amendments, notes, languages)."""
    return law.instruments.form(instrument.id) if isinstance(law.instruments, Shelf) else None


def instruments_in_force(law: Law, on: date) -> tuple[Instrument, ...]:
    """The instruments in force on `on`, by title."""
    return find_instruments(law, on=on, state=State.IN_FORCE)


def bonds_between(law: Law, one: str, other: str, on: date) -> tuple[Bond, ...]:
    """The instruments that tie two countries: those in force on `on` first, by precedence; the ended last."""
    order = list(State)
    found = [_bond(each, one, other, on) for each in law.between(one, other)]
    return tuple(
        sorted(found, key=lambda b: (order.index(b.state), b.instrument.precedence, b.instrument.id))
    )


def standing_between(law: Law, one: str, other: str, on: date) -> Standing:
    """How two countries stand to each other on `on`."""
    return _standing(law, one, other, on, bonds_between(law, one, other, on))


def partner_of(law: Law, home: str, other: str, on: date) -> Partner:
    """How `other` stands to `home` on `on`, and how long somebody from `home` may be posted there."""
    bonds = bonds_between(law, home, other, on)
    first = _first_in_force(bonds)
    rules = rules_between(first.instrument, home, other, on) if first is not None else ()
    return Partner(
        other,
        _standing(law, home, other, on, bonds),
        bonds,
        _postings(rules, "posted_employee"),
        _postings(rules, "posted_self_employed"),
    )


def partners_of(law: Law, home: str, on: date) -> tuple[Partner, ...]:
    """All other social security systems as they stand to `home` on `on`, by code."""
    return tuple(partner_of(law, home, each, on) for each in systems(law) if each != home)


def rules_between(instrument: Instrument, home: str, host: str, on: date) -> tuple[Provision, ...]:
    """The rules of an instrument for work in `host` by somebody from `home`, valid on `on`, the special first."""
    sides = (instrument.party_of.get(home, home), instrument.party_of.get(host, host))
    found = [
        each
        for each in instrument.provisions
        if each.home in (None, home, sides[0])
        and each.host in (None, host, sides[1])
        and (each.valid_from is None or each.valid_from <= on)
        and (each.valid_until is None or on <= each.valid_until)
    ]
    return tuple(sorted(found, key=lambda each: each.rank))


def pair_summary(law: Law, home: str, host: str, on: date, applied: Instrument | None = None) -> PairSummary:
    """What the law data hold for work in `host` by somebody from `home`, on `on`. Weighs nothing.

    `applied`: the instrument on which an answer of the engine rests, to be put first among several.
    """
    bonds = bonds_between(law, home, host, on)
    bond = next((each for each in bonds if each.instrument is applied), _first_in_force(bonds))
    first = bond.instrument if bond is not None else None
    rules = rules_between(first, home, host, on) if first is not None else ()
    unread = _not_carried(law, home, host, on)
    return PairSummary(
        home=home,
        host=host,
        on=on,
        standing=_standing(law, home, host, on, bonds),
        bond=bond,
        bonds=bonds,
        not_carried=unread,
        rules=rules,
        branches_home=_branches(first, home, on),
        branches_host=_branches(first, host, on),
        still_due=of_party(first.still_due, first, host) or () if first is not None else (),
        issuers=issuers_of(law, first, home) if first is not None or unread else (),
        required_information=first.required_information if first is not None else (),
        exceptions=tuple(each for each in rules if each.category == "exception"),
        claims_home=tuple(c for c in law.domestic.get(home, ()) if c.direction == "outbound"),
        claims_host=tuple(c for c in law.domestic.get(host, ()) if c.direction == "inbound"),
    )


def institutions_of(law: Law, instrument: Instrument, country: str | None = None) -> tuple[Institution, ...]:
    """The institutions that have a part under an instrument, of one country or of all."""
    return tuple(
        each
        for each in law.institutions.values()
        if instrument.id in each.instruments and country in (None, each.country)
    )


def institution_to_ask(law: Law, provision: Provision, country: str) -> Institution | None:
    """Whom one asks in `country` for what this rule allows (an exception, an extension)."""
    return law.institutions.get(provision.ask.get(country, ""))


def _bond(instrument: Instrument, one: str, other: str, on: date) -> Bond:
    starts = [instrument.in_force]
    ends = [instrument.ended]
    for party in (one, other):
        times = instrument.times.get(instrument.party_of.get(party, party))
        current = [each for each in times or () if each.start is None or each.start <= on]
        # Of several times of one party the last that has begun counts; else the first to come.
        last = current[-1] if current else next(iter(times or ()), None)
        if last is not None:
            starts.append(last.start)
            ends.append(last.until)
    begun = [each for each in starts if each is not None]
    ended = [each for each in ends if each is not None]
    since = max(begun) if begun and instrument.in_force is not None else None
    until = min(ended) if ended else None
    about_benefits = (
        instrument.benefits_only and state_of_instrument(instrument, on) is State.IN_FORCE and not ended
    )
    if about_benefits or instrument.binds_between(one, other, on):
        state = State.IN_FORCE
    else:
        state = State.ENDED if until is not None and until < on else State.NOT_YET
    return Bond(instrument, state, since, until)


def _standing(law: Law, one: str, other: str, on: date, bonds: Iterable[Bond]) -> Standing:
    if system_of(law, one) == system_of(law, other):
        return Standing.SAME_SYSTEM
    first = _first_in_force(bonds)
    if first is not None:
        return Standing.AGREEMENT if first.has_rules else Standing.NOT_READ
    if _not_carried(law, one, other, on):
        return Standing.NOT_CARRIED
    found = {each.state for each in bonds}
    if State.IN_FORCE in found:
        return Standing.BENEFITS_ONLY
    if State.NOT_YET in found:
        return Standing.NOT_YET
    return Standing.ENDED if State.ENDED in found else Standing.NONE


def _first_in_force(bonds: Iterable[Bond]) -> Bond | None:
    """The bond that comes first among those in force that are about work.

    An instrument for everybody before one for a few (Rhine boatmen), one with rules before one without; then by
    precedence.
    """
    in_force = [each for each in bonds if each.state is State.IN_FORCE and not each.instrument.benefits_only]
    return min(in_force, key=_narrowness, default=None)


def _narrowness(bond: Bond) -> tuple[bool, bool, bool]:
    """How little an instrument says of the work of ordinary employees. (`min` keeps the order among equals.)"""
    categories = {each.category for each in bond.instrument.provisions}
    return ("posted_employee" not in categories, "local_employee" not in categories, not categories)


def _not_carried(law: Law, one: str, other: str, on: date) -> tuple[str, ...]:
    known = law.not_carried.get((one, other), ())
    return tuple(name for name, until in known if until is None or on <= until)


def _postings(rules: Iterable[Provision], category: str) -> tuple[Posting, ...]:
    return tuple(Posting(each, each.limit) for each in rules if each.category == category)


def _branches(instrument: Instrument | None, country: str, on: date) -> tuple[BranchOf, ...]:
    if instrument is None:
        return ()
    return tuple(
        BranchOf(each.name, bool(each.when))
        for each in of_party(instrument.branches, instrument, country) or ()
        if (each.valid_from is None or each.valid_from <= on)
        and (each.valid_until is None or on <= each.valid_until)
    )


def _searchable(law: Law, instrument: Instrument) -> str:
    names: list[str] = [instrument.title, instrument.id, *instrument.short.values(), *instrument.party_of]
    for party in instrument.party_of:
        for words in law.labels["countries"].get(party, {}).values():
            names.extend(str(words[form]) for form in ("name", "plain") if form in words)
    return _plain(" ".join(names))


def _holds(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


def _plain(text: str) -> str:
    """Lower case, without accents: what is compared when somebody searches."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
