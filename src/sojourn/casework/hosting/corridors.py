"""Between which countries an institution issues certificates, as the law data know it, and how sure they are."""

from dataclasses import dataclass
from typing import Final

from sojourn.core import clock
from sojourn.core.countries import state_of
from sojourn.engine import Law
from sojourn.engine.lawbook.issuing import issuers_of
from sojourn.engine.lawbook.law import Instrument

WEAKEST_FIRST: Final = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class CorridorLaw:
    """One instrument that binds the institution's country and the country of work.

    `statuses`: for whom the institution issues under it; empty where it issues for others (several countries, crews).
    """

    instrument: str
    title: str
    confidence: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corridor:
    """A country of work for which the institution can certify, with the law that lets it."""

    host: str
    laws: tuple[CorridorLaw, ...]

    @property
    def confidence(self) -> str:
        """The weakest confidence among its instruments."""
        return min((law.confidence for law in self.laws), key=WEAKEST_FIRST.index)

    def less_sure_than(self, accepted: str) -> bool:
        """Whether the law data are less sure than the institution accepts."""
        return WEAKEST_FIRST.index(self.confidence) < WEAKEST_FIRST.index(accepted)


def corridors_of(law: Law, institution_id: str) -> tuple[Corridor, ...]:
    """The corridors of an institution by country of work. Raises KeyError for one that the law data do not know."""
    key = ("corridors", institution_id, clock.today())
    if key not in law.memory:
        law.memory[key] = _corridors(law, institution_id)
    found: tuple[Corridor, ...] = law.memory[key]
    return found


def _corridors(law: Law, institution_id: str) -> tuple[Corridor, ...]:
    home = law.institutions[institution_id].country
    by_host: dict[str, list[CorridorLaw]] = {}
    for instrument in law.instruments.values():
        statuses = _issues_under(law, instrument, institution_id, home)
        if statuses is None:
            continue
        one = CorridorLaw(instrument.id, instrument.title, instrument.confidence, statuses)
        for host in instrument.parties:
            if host != home and state_of(host) != home:
                by_host.setdefault(host, []).append(one)
    return tuple(Corridor(host, tuple(laws)) for host, laws in sorted(by_host.items()))


def _issues_under(law: Law, instrument: Instrument, institution_id: str, home: str) -> tuple[str, ...] | None:
    """For whom the institution issues under the instrument today; None where it does not."""
    over = instrument.ended is not None and instrument.ended < clock.today()
    if home not in instrument.parties or over:
        return None
    for issuer in issuers_of(law, instrument, home):
        if issuer.institution.id == institution_id:
            return issuer.statuses
    roles = law.institutions[institution_id].roles
    issues = any(role.does == "issues" and instrument.id in role.under for role in roles)
    return () if issues else None
