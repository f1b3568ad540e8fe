"""What the checks of a certificate from abroad are given: everything gathered beforehand."""

from dataclasses import dataclass
from datetime import date

from sojourn.engine.lawbook.law import Instrument, Provision


@dataclass(frozen=True, slots=True)
class OtherCover:
    """Another certificate of the same person: its number or reference, and whether it was issued abroad too."""

    name: str
    start: date
    end: date | None
    is_foreign: bool


@dataclass(frozen=True, slots=True)
class ForeignFacts:
    """One certificate from abroad as its checks see it.

    `country` is that of the institution which registers it. `instrument` is None where the law data do not know it;
    `provisions` are those of the instrument, of any status, that hold from the country of the legislation to the host
    country on the first day; `named` those among them whose article is the one on the certificate.
    """

    country: str
    today: date
    issuer_country: str
    legislation: str
    host: str
    article: str
    start: date
    end: date | None
    birth_date: date | None
    instrument: Instrument | None
    provisions: tuple[Provision, ...] = ()
    named: tuple[Provision, ...] = ()
    others: tuple[OtherCover, ...] = ()
