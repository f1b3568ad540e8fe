"""What an institution does with a certificate of its own: corrects it, ends it early, withdraws it, hands out a copy.

Nothing is changed in place: what is put right or ends early is a new certificate under a later decision, and
everybody who has the old one is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sojourn.casework.appeals.ending import note_changed
from sojourn.casework.checks.straight_through import checks_version
from sojourn.casework.deciding import Hands, certify
from sojourn.casework.decision_events import own_words_problems
from sojourn.casework.european.invalidating import produce_for_withdrawal
from sojourn.casework.handling import in_reach, require_in_hand
from sojourn.casework.letters import write_letter
from sojourn.casework.models import Case, Decision, InstitutionSetting
from sojourn.casework.moves import move, require_version
from sojourn.casework.permissions import require_no_party, require_officer
from sojourn.casework.reasons import Reason, chosen_reasons
from sojourn.casework.signing.lapsing import lapse_open_proposal
from sojourn.casework.signing.rules import causes_of_change, require_one
from sojourn.casework.states import CaseState
from sojourn.certificates import access as certificates
from sojourn.certificates import document
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.events import copy_certificate
from sojourn.certificates.events import withdraw_certificate as withdraw_issued
from sojourn.certificates.orders.access import waits
from sojourn.certificates.orders.events import supersede_or_void
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.journal.events import together
from sojourn.parties.acting import ActingAs
from sojourn.requests.events import record_outcome
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.question_events import tell_applicant
from sojourn.requests.worker_part.clockwork import tell_workers_of_change

# What an institution may put right in what is printed: who and where. All else the law decides, on a new request.
CORRECTABLE: Final = (
    "holder.given_names",
    "holder.family_name",
    "holder.birth_date",
    "holder.birth_place",
    "employer.name",
    "employer.street",
    "employer.postcode",
    "employer.city",
    "workplaces.0.name",
    "workplaces.0.street",
    "workplaces.0.postcode",
    "workplaces.0.city",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A certificate that stands, with its case: what a change of it begins with."""

    case: Case
    file: RequestFile
    decision: Decision
    number: str
    first_day: date
    last_day: date | None
    setting: InstitutionSetting


@dataclass(frozen=True, slots=True)
class Change:
    """A checked change: the arrow it takes, its reasons and words; `content` of the certificate that follows, or the
    day from which nothing is proven any more."""

    arrow: str
    reasons: tuple[Reason, ...]
    own_words: str = field(repr=False, default="")
    content: CertificateContent | None = field(repr=False, default=None)
    effective_on: date | None = None


def withdraw_certificate(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    reason: str,
    effective_on: date,
    own_words: str = "",
) -> None:
    """Withdraw the certificate that stands in this case, from a day on, past or to come, and close the case.

    Raises WrongState "no_certificate_to_withdraw", "second_signature_needed"; InvalidInput for a missing reason or a
    day before the certificate's first. The decision stays as it was: a later one says what became of it.
    """
    acting = require_officer(acting)
    with together():
        standing = _to_change(acting, case_id, version)
        change = checked_withdrawal(standing, reason, effective_on, own_words)
        require_one(causes_of_change(standing.case, standing.decision, standing.setting))
        carry_out(standing, change, Hands.of(acting))


def shorten_certificate(
    *, acting: ActingAs, case_id: UUID, version: int, last_day: date, own_words: str
) -> None:
    """End the certificate earlier: a new one with `last_day` stands in its place. Raises as `withdraw_certificate`,
    and InvalidInput for a day that is not within the certificate, and without words that say why."""
    acting = require_officer(acting)
    with together():
        standing = _to_change(acting, case_id, version)
        change = checked_shortening(standing, last_day, own_words)
        require_one(causes_of_change(standing.case, standing.decision, standing.setting))
        carry_out(standing, change, Hands.of(acting))


def correct_certificate(
    *, acting: ActingAs, case_id: UUID, version: int, items: Mapping[str, str], own_words: str
) -> None:
    """Put right what the certificate prints of person, employer and place: a new one stands in its place.

    `items`: new values by their path (see CORRECTABLE). Raises as `shorten_certificate`, and InvalidInput for items
    that may not be put right here, that are the same, or that cannot be printed.
    """
    acting = require_officer(acting)
    with together():
        standing = _to_change(acting, case_id, version)
        change = checked_correction(standing, items, own_words)
        require_one(causes_of_change(standing.case, standing.decision, standing.setting))
        carry_out(standing, change, Hands.of(acting))


def hand_out_copy(*, acting: ActingAs, case_id: UUID, version: int) -> None:
    """Tell the applicant that the certificate is there once more, as it was issued; number and status stay.

    Raises WrongState "no_certificate_to_withdraw" where none stands.
    """
    acting = require_officer(acting)
    with together():
        standing = _to_change(acting, case_id, version)
        copy_certificate(number=standing.number, actor=acting.actor, reason_code="asked_for")
        tell_applicant(
            request_id=standing.file.id,
            letter="request_approved",
            key=f"copy:{standing.number}:{clock.now():%Y%m%dT%H%M%S%f}",
        )


def standing_certificate(case: Case, file: RequestFile) -> Standing:
    """The certificate that stands in a case. Raises WrongState "no_certificate_to_withdraw", "certificate_waits"."""
    decision = case.decision
    if (
        decision is None
        or not decision.certificate_number
        or decision.certified_from is None
        or case.state not in (CaseState.DECIDED, CaseState.REOPENED)
    ):
        raise WrongState("no_certificate_to_withdraw")
    if waits(decision.certificate_number):
        raise WrongState("certificate_waits")
    return Standing(
        case,
        file,
        decision,
        decision.certificate_number,
        decision.certified_from,
        decision.certified_until,
        InstitutionSetting.objects.get(pk=case.institution_id),
    )


def checked_withdrawal(standing: Standing, reason: str, effective_on: date, own_words: str) -> Change:
    """A withdrawal that can be carried out. Raises InvalidInput."""
    problems = own_words_problems(own_words)
    if effective_on < standing.first_day:
        day = standing.first_day.isoformat()
        problems.append(Problem("effective_on", "effective_date_early", {"start": day}))
    elif standing.last_day is not None and effective_on > standing.last_day:
        day = standing.last_day.isoformat()
        problems.append(Problem("effective_on", "effective_date_late", {"end": day}))
    if problems:
        raise InvalidInput(problems)
    chosen = chosen_reasons("withdrawn", [reason], field="reason")
    return Change("withdraw_certificate", tuple(chosen), own_words.strip(), effective_on=effective_on)


def checked_shortening(standing: Standing, last_day: date, own_words: str) -> Change:
    """An early end that can be carried out. Raises InvalidInput."""
    problems = _words_problems(own_words)
    ends_before = standing.last_day is not None and last_day >= standing.last_day
    if last_day < standing.first_day or ends_before:
        given = {"start": standing.first_day.isoformat()}
        if standing.last_day:
            given["end"] = standing.last_day.isoformat()
        code = "last_day_outside" if standing.last_day else "last_day_early"
        problems.append(Problem("last_day", code, given))
    if problems:
        raise InvalidInput(problems)
    content = _changed(standing, {"period_end": last_day})
    return Change(
        "shorten_certificate",
        tuple(chosen_reasons("approved", ["ended_early"])),
        own_words.strip(),
        content,
    )


def checked_correction(standing: Standing, items: Mapping[str, str], own_words: str) -> Change:
    """A correction that can be carried out. Raises InvalidInput."""
    problems = _words_problems(own_words)
    problems += [Problem(f"item-{path}", "item_not_correctable") for path in items if path not in CORRECTABLE]
    if problems:
        raise InvalidInput(problems)
    old = certificates.content(standing.number).model_dump(mode="json")
    new = _with_items(old, items)
    if new == old:
        raise InvalidInput([Problem("items", "nothing_corrected")])
    try:
        content = read_content(new | {"decided_on": clock.today()})
    except InvalidInput as error:
        raise InvalidInput(
            [Problem(f"item-{each.field}", "item_refused") for each in error.problems]
        ) from None
    if unprintable := document.unprintable(content):
        raise InvalidInput([Problem(f"item-{each.field}", "item_refused") for each in unprintable])
    return Change(
        "correct_certificate", tuple(chosen_reasons("approved", ["put_right"])), own_words.strip(), content
    )


def item_of(content: CertificateContent, path: str) -> str:
    """What a certificate prints at a path of CORRECTABLE; '' where it prints nothing."""
    value: Any = content.model_dump(mode="json")
    for step in path.split("."):
        value = _step(value, step)
    return str(value or "")


def carry_out(standing: Standing, change: Change, hands: Hands) -> None:
    """Write the later decision and all that follows from it, inside the transaction of the event."""
    case, before = standing.case, standing.decision
    decision = _later_decision(standing, change, hands)
    if change.content is None:
        decision.save(force_insert=True)
        withdraw_issued(
            number=standing.number,
            actor=hands.actor,
            reason_code=change.reasons[0].code,
            effective_on=change.effective_on or standing.first_day,
        )
        produce_for_withdrawal(
            case,
            number=standing.number,
            effective_on=change.effective_on or standing.first_day,
            actor=hands.actor,
        )
        _tell(standing, decision)
    else:
        awaited = certify(decision, change.content, hands)
        number = str(decision.certificate_number)
        supersede_or_void(
            number=standing.number, by=number, actor=hands.actor, reason_code=change.reasons[0].code
        )
        # The request names the certificate that stands, and its keeper is told with that.
        record_outcome(
            request_id=standing.file.id,
            outcome="approved",
            certificate_number=number,
            actor=hands.actor,
            tell_now=not awaited,
        )
    write_letter(case, standing.file, decision, standing.setting, effective_on=change.effective_on)
    tell_workers_of_change(request_id=standing.file.id, occasion=str(decision.pk))
    lapse_open_proposal(case)
    if case.state == CaseState.REOPENED:
        note_changed(case, decision, actor=hands.actor)
    move(
        case,
        change.arrow,
        actor=hands.actor,
        details={
            "reason": change.reasons[0].code,
            "certificate": decision.certificate_number or before.certificate_number,
            "effective_on": change.effective_on.isoformat() if change.effective_on else None,
        },
        decision=decision,
    )


def _to_change(acting: ActingAs, case_id: UUID, version: int) -> Standing:
    case, file = in_reach(acting, case_id)
    require_version(case, version)
    require_no_party(acting, case)
    if case.state == CaseState.REOPENED:
        require_in_hand(case, file, acting)
    return standing_certificate(case, file)


def _later_decision(standing: Standing, change: Change, hands: Hands) -> Decision:
    before = standing.decision
    return Decision(
        case=standing.case,
        position=before.position + 1,
        supersedes=before,
        result="approved" if change.content is not None else "withdrawn",
        reasons=[reason.code for reason in change.reasons],
        own_words=change.own_words,
        remedy=change.reasons[0].remedy,
        # Nothing was determined anew: the later decision rests on what the earlier one rests on.
        law_version=before.law_version,
        checks_version=checks_version(),
        determination=before.determination,
        decided_by_id=hands.decided_by,
        signed_by_id=hands.signed_by,
        needs_two=bool(hands.causes),
        decided_at=clock.now(),
    )


def _tell(standing: Standing, decision: Decision) -> None:
    tell_applicant(request_id=standing.file.id, letter="certificate_changed", key=f"withdrawn:{decision.pk}")


def _words_problems(own_words: str) -> list[Problem]:
    if not own_words.strip():
        return [Problem("own_words", "change_words_missing")]
    return own_words_problems(own_words)


def _changed(standing: Standing, changes: Mapping[str, Any]) -> CertificateContent:
    old = certificates.content(standing.number).model_dump(mode="json")
    return read_content(old | dict(changes) | {"decided_on": clock.today()})


def _with_items(content: Mapping[str, Any], items: Mapping[str, str]) -> dict[str, Any]:
    """The content with other values at the paths; an empty value takes the item away."""
    changed: dict[str, Any] = _copied(content)
    for path, value in items.items():
        *way, last = path.split(".")
        place: Any = changed
        for step in way:
            place = _step(place, step)
        if place is not None:
            place[last] = value.strip() or None
    return changed


def _step(place: Any, step: str) -> Any:
    if isinstance(place, Sequence) and not isinstance(place, str):
        return place[int(step)] if int(step) < len(place) else None
    return place.get(step) if isinstance(place, Mapping) else None


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value
