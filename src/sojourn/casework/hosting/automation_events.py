"""The switches of automation. One who leads stops at once; starting again is asked by one and confirmed by another."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sojourn.casework.hosting.events import checked_reason
from sojourn.casework.hosting.letters import tell_staff
from sojourn.casework.hosting.models import Restart, RestartQuerySet
from sojourn.casework.hosting.permissions import locked_setting, subject_of
from sojourn.casework.models import InstitutionSetting
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import REQUEST_KINDS, ActingAs


@dataclass(frozen=True, slots=True)
class Scope:
    """What is stopped or started: everything, one country of work, or one kind of request."""

    of: Literal["all", "corridor", "kind"] = "all"
    value: str = ""

    def checked(self) -> "Scope":
        """The scope, if there is such a thing. Raises InvalidInput."""
        fits = {
            "all": not self.value,
            "corridor": is_known(self.value),
            "kind": self.value in REQUEST_KINDS,
        }
        if not fits.get(self.of, False):
            raise InvalidInput([Problem("scope", "scope_unknown")])
        return self

    def is_stopped(self, setting: InstitutionSetting) -> bool:
        """Whether it stands stopped by its own switch."""
        stopped = {
            "all": not setting.straight_through,
            "corridor": self.value in setting.stopped_corridors,
            "kind": self.value in setting.stopped_kinds,
        }
        return stopped[self.of]


def stop_automation(*, acting: ActingAs, scope: Scope) -> None:
    """Let nothing of this scope through without a person, from this moment. Again changes nothing.

    Whoever had asked to start it again has to ask anew. For those who lead or administer the institution; NotAllowed
    for others, InvalidInput for no such scope.
    """
    with together():
        _stop(locked_setting(acting), scope, acting.actor)


def stop_by_service(setting: InstitutionSetting, scope: Scope, *, letter: str) -> None:
    """The same by the service itself; `letter` tells the staff why. The caller has locked the setting."""
    _stop(setting, scope, SYSTEM, letter)


def _stop(
    setting: InstitutionSetting, scope: Scope, actor: Actor, letter: str = "automation_stopped"
) -> None:
    scope.checked()
    _standing(setting.pk, scope).update(ended_at=clock.now())
    if scope.is_stopped(setting):
        return
    _turn(setting, scope, running=False)
    _note(setting, scope, "stopped", actor)
    tell_staff(setting.pk, letter=letter, but=actor.person_id)


def ask_restart(*, acting: ActingAs, scope: Scope, reason: str) -> None:
    """Ask that automation starts again; it does when somebody else confirms. Asking again changes nothing.

    Permission as `stop_automation`. Raises InvalidInput without a reason, WrongState "automation_runs" where nothing
    is stopped.
    """
    with together():
        setting = locked_setting(acting)
        scope.checked()
        words = checked_reason(reason, needed=True)
        if not scope.is_stopped(setting):
            raise WrongState("automation_runs")
        if _standing(setting.pk, scope).exists():
            return
        Restart.objects.create(
            institution_id=setting.pk,
            scope=scope.of,
            value=scope.value,
            reason=words,
            asked_by_id=acting.person_id,
            asked_at=clock.now(),
        )
        _note(setting, scope, "restart_asked", acting.actor)
        tell_staff(setting.pk, letter="automation_restart_asked", but=acting.actor.person_id, leading=True)


def confirm_restart(*, acting: ActingAs, restart_id: UUID) -> None:
    """Start automation as somebody else asked. Again changes nothing. Permission as `stop_automation`.

    Raises NotAllowed for another institution's, WrongState "restart_own" for whoever asked, and "restart_over" where
    it was taken back or automation was stopped anew.
    """
    with together():
        setting = locked_setting(acting)
        restart = _restart(setting.pk, restart_id)
        if restart.confirmed_by_id is not None:
            return
        if restart.ended_at is not None:
            raise WrongState("restart_over")
        if restart.asked_by_id == acting.person_id:
            raise WrongState("restart_own")
        restart.confirmed_by_id, restart.ended_at = acting.person_id, clock.now()
        restart.save(update_fields=["confirmed_by", "ended_at"])
        scope = Scope(restart.scope, restart.value)  # type: ignore[arg-type]
        _turn(setting, scope, running=True)
        _note(setting, scope, "started", acting.actor)
        tell_staff(setting.pk, letter="automation_started", but=acting.actor.person_id)


def take_back_restart(*, acting: ActingAs, restart_id: UUID) -> None:
    """Ask no longer, or refuse what somebody else asked. Again changes nothing. Raises as `confirm_restart`."""
    with together():
        setting = locked_setting(acting)
        restart = _restart(setting.pk, restart_id)
        if restart.ended_at is None:
            restart.ended_at = clock.now()
            restart.save(update_fields=["ended_at"])
            _note(setting, Scope(restart.scope, restart.value), "restart_refused", acting.actor)  # type: ignore[arg-type]


def _standing(institution_id: str, scope: Scope) -> RestartQuerySet:
    return Restart.objects.open().filter(institution_id=institution_id, scope=scope.of, value=scope.value)


def _restart(institution_id: str, restart_id: UUID) -> Restart:
    restart = Restart.objects.filter(institution_id=institution_id, pk=restart_id).first()
    if restart is None:
        raise NotAllowed("not_allowed")
    return restart


def _turn(setting: InstitutionSetting, scope: Scope, *, running: bool) -> None:
    def without(listed: list[str]) -> list[str]:
        others = [each for each in listed if each != scope.value]
        return others if running else sorted([*others, scope.value])

    match scope.of:
        case "all":
            setting.straight_through = running
        case "corridor":
            setting.stopped_corridors = without(setting.stopped_corridors)
        case "kind":
            setting.stopped_kinds = without(setting.stopped_kinds)
    setting.changed_at = clock.now()
    setting.save(update_fields=["straight_through", "stopped_corridors", "stopped_kinds", "changed_at"])


def _note(setting: InstitutionSetting, scope: Scope, what: str, actor: Actor) -> None:
    record(
        event=f"institution.automation_{what}",
        actor=actor,
        subject=subject_of(setting.pk),
        details={"scope": scope.of, "value": scope.value or None},
    )
