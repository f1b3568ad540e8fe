"""Who may set what at an institution, and the institution's setting, locked."""

from sojourn.casework.models import InstitutionSetting
from sojourn.casework.permissions import require_lead, require_officer
from sojourn.casework.switch import grip_switch
from sojourn.core.actors import Subject
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.parties.acting import ActingAs


def require_administrator(acting: ActingAs) -> ActingAs:
    """The post as it stands this moment, if it is an administrator's. Raises NotAllowed."""
    confirmed = require_officer(acting)
    if confirmed.role != "administrator":
        raise NotAllowed("not_allowed")
    return confirmed


def own_setting(acting: ActingAs) -> InstitutionSetting:
    """The setting of the institution at which somebody works. Raises NotAllowed where it is not hosted."""
    acting = require_officer(acting)
    setting = InstitutionSetting.objects.filter(pk=acting.institution_id).first()
    if setting is None:
        raise NotAllowed("not_allowed")
    return setting


def locked_setting(acting: ActingAs, version: int | None = None) -> InstitutionSetting:
    """The setting of the institution that somebody leads or administers, locked until the transaction ends.

    Raises NotAllowed for others, WrongState "terms_changed" where a page showed another `version`.
    """
    acting = require_lead(acting)
    grip_switch(str(acting.institution_id))
    settings = InstitutionSetting.objects.select_for_update()
    setting = settings.filter(pk=acting.institution_id).first()
    if setting is None:
        raise NotAllowed("not_allowed")
    if version is not None and setting.version != version:
        raise WrongState("terms_changed")
    return setting


def subject_of(institution_id: str) -> Subject:
    """The institution as the journal names it."""
    return Subject("institution", institution_id)
