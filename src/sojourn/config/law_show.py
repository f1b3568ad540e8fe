"""One agreement, one rule, one institution, or what lies between two countries, as text for a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date

from sojourn.config import law_words as words
from sojourn.engine.lawbook.browsing import (
    Bond,
    PairSummary,
    Partner,
    Posting,
    Standing,
    bonds_between,
    partners_of,
)
from sojourn.engine.lawbook.law import Certificate, Claim, Instrument, Law, Provision
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.engine.telling.texts import country, label

STANDINGS = {
    Standing.AGREEMENT: "an agreement is in force, and its rules were read",
    Standing.NOT_READ: "an agreement is in force; its rules were not read",
    Standing.NOT_CARRIED: "an agreement is known, and not in the law data",
    Standing.BENEFITS_ONLY: "an agreement is in force about benefits alone; it has no rules on work",
    Standing.NOT_YET: "an agreement is signed, and not in force",
    Standing.ENDED: "there was an agreement, and it has ended",
    Standing.NONE: "the law data know of no agreement",
    Standing.SAME_SYSTEM: "both are one social security system",
}
LEVELS = ("low", "medium", "high")
MAP_HEAD = (
    "country",
    "name",
    "standing",
    "instruments",
    "employees posted",
    "self-employed posted",
    "confidence",
)


def instrument_text(law: Law, instrument: Instrument, on: date | None) -> str:
    """An agreement with all of its provisions; with `on`, those that are valid on that day."""
    rules = [each for each in instrument.provisions if on is None or _valid(each, on)]
    lines = [
        f"{instrument.id}: {instrument.title}",
        f"{instrument.kind}, parties: {words.names(law, instrument.parties)}",
        f"signed {instrument.signed or 'not known'}; in force {words.span(instrument.in_force, instrument.ended)}"
        if instrument.in_force
        else f"signed {instrument.signed or 'not known'}; not in force",
        *_times(law, instrument),
        *_persons(law, instrument),
        *_branches(law, instrument),
        *_series(instrument),
        "",
        *_separated(words.provision(law, each) for each in rules),
        *([] if rules else ["no rules were read: an officer decides", ""]),
        *_certificates(law, instrument),
        *_listed("to be given", instrument.required_information),
        f"confidence: {instrument.confidence}",
        *(f"open: {question}" for question in instrument.open_questions),
        "sources:",
        *(f"  - {words.source(each)}" for each in instrument.sources),
    ]
    return "\n".join(lines)


def _valid(rule: Provision, on: date) -> bool:
    return (rule.valid_from or date.min) <= on <= (rule.valid_until or date.max)


def _separated(blocks: Iterator[Iterator[str]]) -> Iterator[str]:
    for block in blocks:
        yield from block
        yield ""


def _listed(head: str, items: Sequence[str]) -> list[str]:
    return [f"{head}:", *(f"  - {item}" for item in items)] if items else []


def _times(law: Law, instrument: Instrument) -> Iterator[str]:
    for party, times in instrument.times.items():
        for each in times:
            if each.start is None and each.until is None:
                continue
            goes_on = "; goes on for work that began before and continues" if each.continuing else ""
            name = country(law, party, "en", "plain")
            yield f"  {name}: bound {words.span(each.start, each.until)}{goes_on}"


def _persons(law: Law, instrument: Instrument) -> Iterator[str]:
    if instrument.persons:
        yield "whom it covers (one of these):"
    for scope in instrument.persons:
        told = "; ".join(words.condition(law, use) for use in scope.conditions) or "everybody"
        article = f" (Article {scope.article})" if scope.article else ""
        all_parties = scope.one == scope.other == frozenset(instrument.parties)
        where = (
            ""
            if all_parties
            else f" between {words.names(law, scope.one)} and {words.names(law, scope.other)}"
        )
        yield f"  - {scope.id}{where}{article}: {told}"


def _branches(law: Law, instrument: Instrument) -> Iterator[str]:
    """The branches of each side; of all at once where they are the same."""
    told: dict[str, list[str]] = {}
    for party, branches in instrument.branches.items():
        listed = ", ".join(label(law, "branches", each.name, "en") for each in branches) or "none"
        due = [label(law, "branches", each, "en") for each in instrument.still_due.get(party, ())]
        told.setdefault(f"{listed}{f'; still due: {", ".join(due)}' if due else ''}", []).append(party)
    for listed, parties in told.items():
        everybody = len(parties) > 1 and set(parties) >= set(instrument.parties)
        yield f"branches, {'all parties' if everybody else words.names(law, parties)}: {listed}"


def _series(instrument: Instrument) -> Iterator[str]:
    rule = instrument.series
    if rule is None or rule.rule == "not_read":
        yield "several postings: how they are counted together was not read"
        return
    parts = [
        "within the limit counted from the first one" if rule.window else "",
        f"a gap of {rule.gap_months} months begins a new one" if rule.gap_months else "",
        "with the same host undertaking" if rule.same_host_employer else "",
        f"Article {rule.article}" if rule.article else "",
    ]
    yield "several postings: " + "; ".join(part for part in parts if part)


def _certificates(law: Law, instrument: Instrument) -> Iterator[str]:
    told: dict[str, list[str]] = {}
    for party, paper in instrument.certificate.items():
        told.setdefault(_paper(law, paper), []).append(party)
    for paper_words, parties in told.items():
        everybody = "*" in parties or (len(parties) > 1 and set(parties) >= set(instrument.parties))
        yield f"certificate, {'all parties' if everybody else words.names(law, parties)}: {paper_words}"


def _paper(law: Law, paper: Certificate) -> str:
    form = paper.form or ("A1" if paper.kind == "a1" else "form not known")
    held = [
        f"{law.institutions[issuer].name if issuer in law.institutions else issuer}{f' ({who})' if who else ''}"
        for who, issuer in paper.issuers.items()
    ]
    return f"{form}, by {'; '.join(held) or 'the institutions of the country whose law applies'}"


def institution_text(institution: Institution) -> str:
    """An institution: what it does, how it is asked, where that was read."""
    reach = [
        ("address", institution.address), ("e-mail", institution.email), ("phone", institution.phone),
        ("fax", institution.fax), ("web", institution.url), ("apply", institution.apply_from),
        ("cost", institution.cost), ("channels", ", ".join(institution.channels) or None),
    ]  # fmt: skip
    sources = institution.sources.values()
    lines = [
        f"{institution.id}: {institution.name} ({institution.country})",
        *(
            f"  {role.does.replace('_', ' ')}: {', '.join(role.under)}"
            f"{f'; for {", ".join(role.persons)}' if role.persons else ''}"
            f"{f' ({role.note})' if role.note else ''}"
            for role in institution.roles
        ),
        *(f"{name}: {value}" for name, value in reach if value),
        *(f"portal: {each.name} {each.url or ''}".rstrip() for each in institution.portals),
        *(f"time: {each.text}" for each in institution.processing_times),
        *(
            f"form: {each.form or 'none'}, {each.situation or 'no word for what'}"
            for each in institution.forms
        ),
        *_listed("to be given", institution.requires),
        *_listed("notes", institution.notes),
        f"confidence: {institution.confidence}",
        *(f"open: {question}" for question in institution.open_questions),
        "sources:",
        *(
            "  - " + ", ".join(filter(None, (s.title, f"as of {s.as_of}" if s.as_of else "", s.url or "")))
            for s in sources
        ),
    ]
    return "\n".join(lines)


def pair_text(law: Law, pair: PairSummary) -> str:
    """What the law data hold for work in one country by somebody who comes from another."""
    home, host = (country(law, code, "en", "plain") for code in (pair.home, pair.host))
    lines = [f"From {home} to {host}, on {pair.on}: {STANDINGS[pair.standing]}"]
    lines += [f"  {_bond(each)}" for each in pair.bonds]
    lines += [f"  {name}: known, and not in the law data" for name in pair.not_carried]
    lines += ["", *_separated(words.provision(law, each, (pair.home, pair.host)) for each in pair.rules)]
    for side, branches in ((home, pair.branches_home), (host, pair.branches_host)):
        if branches:
            listed = ", ".join(label(law, "branches", each.name, "en") for each in branches)
            lines.append(f"branches, {side}: {listed}")
    if pair.still_due:
        due = ", ".join(label(law, "branches", each, "en") for each in pair.still_due)
        lines.append(f"still due in {host}: {due}")
    lines += [
        f"certificate: {each.form or 'form not known'}, by {each.institution.name}"
        f"{f' ({", ".join(each.statuses)})' if each.statuses else ''}"
        for each in pair.issuers
    ]
    lines += _listed("to be given", pair.required_information)
    lines += _claims(f"own law of {home}, for work abroad", pair.claims_home)
    lines += _claims(f"own law of {host}, for work there", pair.claims_host)
    return "\n".join(lines)


def _bond(bond: Bond) -> str:
    state = {"in_force": "in force", "not_yet": "not in force", "ended": "ended"}[bond.state.value]
    read = "" if bond.has_rules else "; its rules were not read"
    between = words.span(bond.since, bond.until)
    return f"{bond.instrument.id}: {bond.instrument.title}; {state}{'' if between == 'always' else ' ' + between}{read}"


def _claims(head: str, claims: Sequence[Claim]) -> list[str]:
    told = [
        f"{claim.because.get('en', claim.id)} ({claim.applies}; {claim.basis or 'basis not read'}; {claim.confidence})"
        for claim in claims
    ]
    return _listed(head, told)


def map_rows(law: Law, home: str, on: date) -> list[tuple[str, ...]]:
    """A line for every country that an instrument ties, or has tied, or will tie, to `home`."""
    return [
        _partner_row(law, home, each, on)
        for each in partners_of(law, home, on)
        if each.standing not in (Standing.NONE, Standing.SAME_SYSTEM)
    ]


def _partner_row(law: Law, home: str, partner: Partner, on: date) -> tuple[str, ...]:
    bonds = bonds_between(law, home, partner.country, on)
    first = bonds[0].instrument if bonds else None
    postings = (*partner.employee, *partner.self_employed)
    levels = [each.provision.confidence for each in postings] or [first.confidence if first else "low"]
    ids = [each.instrument.id for each in bonds if each.state is bonds[0].state]
    return (
        partner.country,
        country(law, partner.country, "en", "plain"),
        partner.standing.value,
        " ".join(ids) or " ".join(name for name, *_ in law.not_carried.get((home, partner.country), ())),
        _limits(partner.employee),
        _limits(partner.self_employed),
        min(levels, key=LEVELS.index),
    )


def _limits(postings: Sequence[Posting]) -> str:
    held = dict.fromkeys(words.term(each.term) if each.term else "no limit" for each in postings)
    return " or ".join(held) or "-"
