"""The seal of an institution: which key, from when until when, and whether it is there at all."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sojourn.casework.hosting.identity import standing_of
from sojourn.casework.hosting.permissions import own_setting
from sojourn.casework.hosting.terms import Terms
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.proving import SERVICE
from sojourn.certificates.keyring import Purpose
from sojourn.certificates.keyring.access import KeyView, keys_of
from sojourn.certificates.keys import SealHolder
from sojourn.certificates.keys_in_use import SealInUse, seal_in_use
from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.parties.acting import ActingAs

SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SealView:
    """The seal in use, None where there is none."""

    now: SealInUse | None

    @property
    def ends_soon(self) -> bool:
        """Whether it ends within 30 days, or has ended."""
        return self.now is not None and self.now.valid_until <= clock.today() + SOON


@dataclass(frozen=True, slots=True)
class KeysView:
    """All keys of an institution, oldest first; whether one of them signs codes and credentials."""

    seal: SealView
    all: tuple[KeyView, ...]
    signs_credentials: bool


def keys_view(acting: ActingAs) -> KeysView:
    """The keys of the institution at which somebody works. Raises NotAllowed for anyone but its staff."""
    setting = own_setting(acting)
    holder = standing_of(load_law(), setting.pk, setting.read)
    # Asked first: a demonstration makes what is missing when it is asked for.
    seal, credential = SealView(seal_in_use(holder)), seal_in_use(holder, Purpose.CREDENTIAL)
    return KeysView(seal, tuple(keys_of(holder.id)), credential is not None)


def seal_of(acting: ActingAs) -> SealView:
    """The seal of the institution at which somebody works. Raises NotAllowed for anyone but its staff."""
    return seal_view(own_setting(acting))


def seal_view(setting: InstitutionSetting) -> SealView:
    """The seal of a hosted institution."""
    return SealView(seal_in_use(standing_of(load_law(), setting.pk, setting.read)))


def key_holder(institution_id: str) -> SealHolder:
    """Whose keys are kept under this id: an institution, called as it calls itself where it is hosted, or the service.

    Raises KeyError for an id that the law data do not know.
    """
    if institution_id == SERVICE.id:
        return SERVICE
    setting = InstitutionSetting.objects.filter(pk=institution_id).first()
    return standing_of(load_law(), institution_id, setting.read if setting else Terms())


@dataclass(frozen=True, slots=True)
class KeyEnds:
    """A key that ends soon: what it is for, and its last day; None where there is none that signs today."""

    purpose: str
    on: date | None


PROOFS: Final = "proofs"
"""The service's own seal, on proofs of application."""


def keys_ending(institution_id: str) -> tuple[KeyEnds, ...]:
    """For the desk's first page: keys on which its work rests that end within 30 days or are not there.

    Its seal, its key for codes, credentials and status lists, and the service's seal on proofs of application.
    """
    setting = InstitutionSetting.objects.filter(pk=institution_id).first()
    if setting is None:
        return ()
    holder = standing_of(load_law(), setting.pk, setting.read)
    asked = (
        (Purpose.SEAL.value, holder, Purpose.SEAL),
        (Purpose.CREDENTIAL.value, holder, Purpose.CREDENTIAL),
        (PROOFS, SERVICE, Purpose.SEAL),
    )
    found = ((code, SealView(seal_in_use(whose, purpose))) for code, whose, purpose in asked)
    return tuple(
        KeyEnds(code, view.now.valid_until if view.now else None)
        for code, view in found
        if view.now is None or view.ends_soon
    )
