"""Setting the schedule, and holding something back from it."""

from datetime import date
from typing import Final
from uuid import UUID, uuid4

from sojourn.casework.foreign.models import Concern, ForeignCertificate
from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import officer_id, require_lead, require_officer
from sojourn.casework.retention.matters import Matter, Thing
from sojourn.casework.retention.models import Erasure, LegalHold, RetentionRule
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs

MOST_YEARS: Final = 100
LONGEST: Final = 2000
ADMINISTRATOR: Final = "administrator"


def set_rule(*, acting: ActingAs, matter: str, years: int | None, source: str) -> None:
    """Set for how many years the institution keeps a matter, with the text that says so; None: it keeps it.

    For its administrators: NotAllowed for others. Raises InvalidInput for an unknown matter, years out of range and
    a missing source.
    """
    acting = require_lead(acting)
    if acting.role != ADMINISTRATOR:
        raise NotAllowed(NOT_ALLOWED)
    if matter not in set(Matter):
        raise InvalidInput([Problem("matter", "matter_unknown")])
    source, problems = source.strip()[:300], []
    if years is not None and not 1 <= years <= MOST_YEARS:
        problems.append(Problem("years", "years_range", {"most": MOST_YEARS}))
    if years is not None and not source:
        problems.append(Problem("source", "source_missing"))
    if problems:
        raise InvalidInput(problems)
    institution_id = str(acting.institution_id)
    with together():
        if years is None:
            RetentionRule.objects.filter(institution_id=institution_id, matter=matter).delete()
        else:
            RetentionRule.objects.update_or_create(
                institution_id=institution_id,
                matter=matter,
                defaults={
                    "years": years,
                    "source": source,
                    "set_by_id": officer_id(acting),
                    "set_at": clock.now(),
                },
            )
        record(
            event="institution.retention_set",
            actor=acting.actor,
            subject=Subject("institution", institution_id),
            details={"matter": matter, "years": years},
        )


def place_hold(*, acting: ActingAs, reference: str, reason: str, until: date | None = None) -> None:
    """Hold something of the institution back from erasure: a case, a certificate from abroad or a report.

    Again while a hold stands changes its reason and day. Raises NotAllowed for those who do not lead; InvalidInput for
    a reference that is not the institution's, without a reason, for a day that has passed; WrongState "erased_already".
    """
    acting = require_lead(acting)
    reason, problems = reason.strip(), []
    if not reason:
        problems.append(Problem("reason", "hold_reason_missing"))
    elif len(reason) > LONGEST:
        problems.append(Problem("reason", "too_long", {"limit": LONGEST}))
    if until is not None and until < clock.today():
        problems.append(Problem("until", "hold_day_passed"))
    thing, thing_id, known = _thing(acting, reference)
    if problems:
        raise InvalidInput(problems)
    with together():
        if Erasure.objects.filter(thing=thing.value, thing_id=thing_id).exists():
            raise WrongState("erased_already")
        rows = LegalHold.objects.filter(thing=thing.value, thing_id=thing_id, lifted_at__isnull=True)
        hold = rows.select_for_update(of=("self",)).first() or LegalHold(
            id=uuid4(),
            institution_id=str(acting.institution_id),
            thing=thing.value,
            thing_id=thing_id,
            reference=known,
        )
        hold.reason, hold.until = reason, until
        hold.placed_by_id, hold.placed_at = officer_id(acting), clock.now()
        hold.save()
        record(event="hold.placed", actor=acting.actor, subject=Subject(thing.value, str(thing_id)))


def lift_hold(*, acting: ActingAs, hold_id: UUID) -> None:
    """Lift a hold: the schedule applies again. Again changes nothing. Raises NotAllowed."""
    acting = require_lead(acting)
    with together():
        rows = LegalHold.objects.filter(institution_id=acting.institution_id).select_for_update(of=("self",))
        hold = rows.filter(pk=hold_id).first()
        if hold is None:
            raise NotAllowed(NOT_ALLOWED)
        if hold.lifted_at is not None:
            return
        hold.lifted_by_id, hold.lifted_at = officer_id(acting), clock.now()
        hold.save(update_fields=["lifted_by", "lifted_at"])
        record(event="hold.lifted", actor=acting.actor, subject=Subject(hold.thing, str(hold.thing_id)))


def _thing(acting: ActingAs, reference: str) -> tuple[Thing, UUID, str]:
    """What a reference of the institution names."""
    acting, typed = require_officer(acting), reference.strip()[:32]
    mine = {"institution_id": str(acting.institution_id), "reference__iexact": typed}
    for thing, rows in (
        (Thing.CASE, Case.objects.filter(**mine)),
        (Thing.FOREIGN, ForeignCertificate.objects.filter(**mine)),
        (Thing.CONCERN, Concern.objects.filter(**mine)),
    ):
        found = rows.values_list("pk", "reference").first()
        if found is not None:
            return thing, found[0], found[1]
    raise InvalidInput([Problem("reference", "reference_unknown")])
