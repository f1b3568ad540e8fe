"""Tells what stands above letters about requests of hosted institutions."""

from sojourn.casework.hosting.identity import standing_of
from sojourn.casework.models import InstitutionSetting
from sojourn.engine import load_law
from sojourn.requests.letterheads import Heading


def heading(institution_id: str, host: str, kind: str, reference: str) -> Heading | None:
    """The letterhead of a hosted institution that takes such requests, with its own reference; None for others."""
    setting = InstitutionSetting.objects.filter(pk=institution_id).first()
    if setting is None or not setting.takes(host, kind):
        return None
    standing = standing_of(load_law(), institution_id, setting.read)
    return Heading(standing.letterhead, setting.read.numbering.own_reference(reference))
