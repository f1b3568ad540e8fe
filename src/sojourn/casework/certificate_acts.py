"""Changes of certificates as acts for two officers."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sojourn.casework.certificate_events import (
    CORRECTABLE,
    Change,
    Standing,
    carry_out,
    checked_correction,
    checked_shortening,
    checked_withdrawal,
    item_of,
    standing_certificate,
)
from sojourn.casework.deciding import Hands
from sojourn.casework.letters import Content, basis_of, written_letter
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import subject_of
from sojourn.casework.permissions import cases_in_sight, require_officer
from sojourn.casework.signing.acts import Act, Difference, Payload, Preview, Proposed, enter
from sojourn.casework.signing.events import propose
from sojourn.casework.signing.rules import causes_of_change
from sojourn.casework.states import CaseState
from sojourn.casework.texts import ITEMS, reason_words
from sojourn.certificates import access as certificates
from sojourn.core import clock
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.journal.events import record
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_proofs import language_of
from sojourn.requests.texts import day_words

WITHDRAW, SHORTEN, CORRECT = "withdraw_certificate", "shorten_certificate", "correct_certificate"


def causes_of_changing(acting: ActingAs, reference: str) -> tuple[str, ...]:
    """Why changing the certificate that stands in a case needs two officers; nothing where one may."""
    case = cases_in_sight(acting).select_related("decision").filter(reference=reference).first()
    if case is None:
        raise NotAllowed("not_allowed")
    if case.decision is None:
        return ()
    return causes_of_change(case, case.decision, InstitutionSetting.objects.get(pk=case.institution_id))


def propose_change(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    act: str,
    payload: Payload,
    causes: Sequence[str],
) -> UUID:
    """Propose a change for a second officer to sign; the proposal's id. Raises as the change itself does."""
    return propose(acting=acting, case_id=case_id, version=version, act=act, payload=payload, causes=causes)


def _withdrawal(standing: Standing, payload: Payload) -> Change:
    day = date.fromisoformat(payload["effective_on"])
    return checked_withdrawal(standing, payload["reason"], day, payload.get("own_words", ""))


def _shortening(standing: Standing, payload: Payload) -> Change:
    return checked_shortening(standing, date.fromisoformat(payload["last_day"]), payload["own_words"])


def _correction(standing: Standing, payload: Payload) -> Change:
    return checked_correction(standing, payload["items"], payload["own_words"])


_CHECKED: Final[dict[str, Callable[[Standing, Payload], Change]]] = {
    WITHDRAW: _withdrawal,
    SHORTEN: _shortening,
    CORRECT: _correction,
}


def _check(act: str) -> Callable[[Proposed], None]:
    def check(proposed: Proposed) -> None:
        if proposed.case.state == CaseState.REOPENED and proposed.case.assigned_to_id != proposed.proposed_by:
            raise WrongState("case_not_yours")
        _CHECKED[act](standing_certificate(proposed.case, proposed.file), proposed.payload)

    return check


def _carry_out(act: str) -> Callable[[Proposed], None]:
    def do(proposed: Proposed) -> None:
        standing = standing_certificate(proposed.case, proposed.file)
        hands = Hands(proposed.acting.actor, proposed.proposed_by, proposed.signed_by, proposed.causes)
        carry_out(standing, _CHECKED[act](standing, proposed.payload), hands)

    return do


def change_content(standing: Standing, change: Change) -> Content:
    """What the letter of a change will tell that is about to be made."""
    content = change.content
    return Content(
        result="approved" if content is not None else "withdrawn",
        reasons=tuple(reason.code for reason in change.reasons),
        own_words=change.own_words,
        remedy=change.reasons[0].remedy,
        decided_on=clock.today(),
        granted=(content.period_start, content.period_end) if content else None,
        asked=(standing.case.start, standing.case.end),
        basis=basis_of(standing.decision.determination),
        replaces=standing.number,
        effective_on=change.effective_on,
    )


def _preview(act: str) -> Callable[[Proposed, str], Preview]:
    def preview(proposed: Proposed, language: str) -> Preview:
        standing = standing_certificate(proposed.case, proposed.file)
        change = _CHECKED[act](standing, proposed.payload)
        letter = written_letter(
            standing.case,
            change_content(standing, change),
            standing.setting,
            language_of(standing.file.id),
        )
        return Preview(
            rows=tuple(_rows(standing, change, proposed.payload, language)),
            reasons=tuple(reason_words(reason.code) for reason in change.reasons),
            own_words=change.own_words,
            letter=letter.paragraphs,
            letter_language=letter.language,
        )

    return preview


def _rows(standing: Standing, change: Change, payload: Payload, language: str) -> list[Difference]:
    rows = [Difference(_("Certificate"), standing.number, _("a new one") if change.content else "")]
    if change.effective_on is not None:
        rows.append(Difference(_("Proves nothing from"), "", day_words(change.effective_on, language)))
    elif change.content is not None and change.arrow == SHORTEN:
        old = day_words(standing.last_day, language) if standing.last_day else ""
        new = day_words(change.content.period_end, language) if change.content.period_end else ""
        rows.append(Difference(_("Last day"), old, new))
    items: dict[str, Any] = payload.get("items") or {}
    if items:
        printed = certificates.content(standing.number)
        rows += [
            Difference(str(ITEMS[path]), item_of(printed, path), value.strip())
            for path, value in items.items()
        ]
    return rows


def printed_items(acting: ActingAs, reference: str) -> dict[str, str]:
    """What the certificate that stands in a case prints of what may be put right, by path.

    That somebody read it is written down: it names a person. Raises NotAllowed where no certificate stands, or for a
    case that the officer does not see.
    """
    acting = require_officer(acting)
    case = cases_in_sight(acting).select_related("decision").filter(reference=reference).first()
    stands = case is not None and case.state == CaseState.DECIDED and case.decision is not None
    number = case.decision.certificate_number if case is not None and case.decision is not None else None
    if case is None or not stands or not number:
        raise NotAllowed("not_allowed")
    record(
        event="case.person_looked_at",
        actor=acting.actor,
        subject=subject_of(case),
        details={"why": "quality"},
    )
    printed = certificates.content(number)
    return {path: item_of(printed, path) for path in CORRECTABLE}


def enter_all() -> None:
    """Enter the acts of this module. Called once, when the service starts."""
    titles = {
        WITHDRAW: gettext_lazy("Withdraw the certificate"),
        SHORTEN: gettext_lazy("End the certificate early"),
        CORRECT: gettext_lazy("Correct the certificate"),
    }
    for code, title in titles.items():
        enter(
            Act(
                code=code,
                title=title,
                carry_out=_carry_out(code),
                check=_check(code),
                preview=_preview(code),
                needs="any",
            )
        )
