"""What happens to an institution's settings: hosted, changed, opened to applicants, closed again."""

from typing import Any, Final

from sojourn.casework.hosting.corridors import corridors_of
from sojourn.casework.hosting.models import TermsVersion, Trial
from sojourn.casework.hosting.permissions import locked_setting, require_administrator, subject_of
from sojourn.casework.hosting.terms import Terms, read_terms
from sojourn.casework.models import InstitutionSetting
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine import load_law
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.parties.events import appoint_staff, open_account
from sojourn.requests.written import Flaw, tidy

SECTIONS: Final = tuple(Terms.model_fields)
LONGEST_REASON: Final = 500


def host_institution(*, institution_id: str, administrator: str, actor: Actor = SYSTEM) -> bool:
    """Host an institution that is closed to applicants yet, with its first administrator. Whether it is new.

    The service itself only: who administers an institution is for its operator to say. Of an institution that is
    hosted already the setting stays, and the person becomes its administrator. Raises KeyError for an institution
    that the law data do not know, InvalidInput for an address that is none, NotAllowed for other actors.
    """
    country = load_law().institutions[institution_id].country
    with together():
        person = open_account(actor=actor, email=administrator)
        appoint_staff(actor=actor, person=person, institution_id=institution_id, role="administrator")
        _, made = InstitutionSetting.objects.get_or_create(
            pk=institution_id,
            defaults={
                "country": country,
                "straight_through": False,
                "open_to_applicants": False,
                "changed_at": clock.now(),
            },
        )
        if made:
            record(
                event="institution.set_up",
                actor=actor,
                subject=subject_of(institution_id),
                details={"straight_through": False},
            )
    return made


def save_terms(*, acting: ActingAs, section: str, content: Any, version: int, reason: str = "") -> int:
    """Put `content` into the place of one section of the terms; gives the version that is then in force.

    The same content again changes nothing. For those who lead or administer the institution; NotAllowed for
    others. Raises InvalidInput with each thing wrong, its field the path below the section; WrongState
    "terms_changed" where somebody saved after the page was drawn.
    """
    if section not in SECTIONS:
        raise NotAllowed("not_allowed")
    words = checked_reason(reason)
    with together():
        setting = locked_setting(acting, version)
        before = setting.read
        after = read_terms(before.model_dump(mode="json") | {section: content})
        if after == before:
            return setting.version
        if section == "corridors":
            _refuse_unsure_law(setting, after)
        keep_terms(setting, after, section=section, reason=words, actor=acting.actor)
        return setting.version


def keep_terms(setting: InstitutionSetting, terms: Terms, *, section: str, reason: str, actor: Actor) -> None:
    """Write a new version of the terms. The setting is locked, the actor may."""
    setting.terms = terms.model_dump(mode="json", exclude_defaults=True)
    setting.__dict__.pop("read", None)
    setting.version += 1
    setting.changed_at = clock.now()
    setting.save(update_fields=["terms", "version", "changed_at"])
    TermsVersion.objects.create(
        institution_id=setting.pk,
        version=setting.version,
        section=section,
        terms=setting.terms,
        reason=reason,
        changed_by_id=actor.person_id,
        changed_at=setting.changed_at,
    )
    record(
        event="institution.terms_changed",
        actor=actor,
        subject=subject_of(setting.pk),
        details={"section": section, "version": setting.version},
    )


def open_to_applicants(*, acting: ActingAs) -> None:
    """Take requests from now on. Again changes nothing. Administrators only; NotAllowed for others.

    Raises WrongState "trial_missing" unless the last trial passed, with the terms and the law as they are now.
    """
    require_administrator(acting)
    with together():
        setting = locked_setting(acting)
        if setting.open_to_applicants:
            return
        trial = Trial.objects.filter(institution_id=setting.pk).order_by("-version", "-run_at").first()
        current = (setting.version, load_law().version)
        if trial is None or not trial.passed or (trial.version, trial.law_version) != current:
            raise WrongState("trial_missing")
        _set_open(setting, True, acting.actor)


def close_to_applicants(*, acting: ActingAs) -> None:
    """Take no new requests: they become packages. Cases that are open go on. Administrators only."""
    require_administrator(acting)
    with together():
        setting = locked_setting(acting)
        if setting.open_to_applicants:
            _set_open(setting, False, acting.actor)


def checked_reason(typed: str, *, needed: bool = False, at: str = "reason") -> str:
    """The written reason in its normal form. Raises InvalidInput for one that is missing or cannot be kept."""
    tidied = tidy(typed, longest=LONGEST_REASON)
    if isinstance(tidied, Flaw):
        raise InvalidInput([Problem(at, tidied.code, {"limit": tidied.limit or LONGEST_REASON})])
    if needed and not tidied:
        raise InvalidInput([Problem(at, "reason_missing")])
    return tidied


def _set_open(setting: InstitutionSetting, is_open: bool, actor: Actor) -> None:
    setting.open_to_applicants = is_open
    setting.changed_at = clock.now()
    setting.save(update_fields=["open_to_applicants", "changed_at"])
    record(
        event="institution.opened" if is_open else "institution.closed",
        actor=actor,
        subject=subject_of(setting.pk),
        details={"version": setting.version},
    )


def _refuse_unsure_law(setting: InstitutionSetting, terms: Terms) -> None:
    """Where the law data are less sure than the institution accepts, straight through wants a reason in writing."""
    known = {corridor.host: corridor for corridor in corridors_of(load_law(), setting.pk)}
    problems = [
        Problem(f"corridors.cells.{host}.{kind}.reason", "reason_for_unsure_law")
        for host, row in terms.corridors.cells.items()
        for kind, cell in row.items()
        if cell.mode == "through"
        and not cell.reason.strip()
        and host in known
        and known[host].less_sure_than(setting.accepted_confidence)
    ]
    if problems:
        raise InvalidInput(problems)
