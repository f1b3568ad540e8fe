"""What stands above letters about a request. Who is hosted is for casework to know, which says so when it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from sojourn.requests.models import Request


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines above a letter, and the reference as the institution writes it."""

    lines: tuple[str, ...] = ()
    reference: str = ""


type Teller = Callable[[str, str, str, str], Heading | None]
_tellers: list[Teller] = []


def told_by(teller: Teller) -> None:
    """Ask `teller` from now on: institution, country of work, kind, reference; None where it is not hosted."""
    if teller not in _tellers:
        _tellers.append(teller)


def heading_of(request: Request) -> Heading:
    """What stands above a letter about this request; the service's own where its institution is not hosted."""
    reference = request.reference or ""
    for teller in _tellers:
        told = teller(request.institution_id or "", request.host or "", request.kind, reference)
        if told is not None:
            return told
    return Heading((), reference)
