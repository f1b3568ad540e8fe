"""One exchange on one page, as the reader's side sees it. It names a person: opening it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from sojourn.casework.exceptions.access import (
    ExchangeRow,
    LineView,
    NoteView,
    PaperView,
    ReplyView,
    WeighedView,
    exchange_row,
)
from sojourn.casework.exceptions.basis import Basis, basis_of
from sojourn.casework.exceptions.content import ProposalContent, proposal_content, reasons_of
from sojourn.casework.exceptions.criteria import criteria_under
from sojourn.casework.exceptions.models import Exchange, Note, Reply, Weighing
from sojourn.casework.exceptions.moves import subject_of_exchange
from sojourn.casework.exceptions.proposing_events import signature_waits
from sojourn.casework.exceptions.reach import Held, held
from sojourn.casework.exceptions.states import ReplyState, Side
from sojourn.casework.exceptions.texts import INTERNAL_LINES
from sojourn.casework.gathering import Gathered, gather
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import setting_of
from sojourn.casework.permissions import is_party
from sojourn.core.actors import Actor
from sojourn.journal.access import lines_about
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The file. `content` is what was sent, or, before that, what would be sent (None while days are missing).

    `basis` bounds what can be proposed, for the asking side; `signature` is the proposal that waits for a second
    officer; `hosted`: the other institution works here. `taken_by`: who has it on the asked side.
    """

    row: ExchangeRow
    version: int
    instrument: str
    article: str
    legislation: str
    country: str
    liaison_id: str
    hosted: bool
    in_my_hands: bool
    my_own_matter: bool
    acted_for_other_side: bool
    taken_by: str
    signature: UUID | None
    basis: Basis | None
    has_letter: bool
    delivered_here: bool
    reminded_on: date | None
    to_tell: bool
    content: ProposalContent | None = field(repr=False)
    weighed: tuple[WeighedView, ...] = field(repr=False)
    notes: tuple[NoteView, ...] = field(repr=False)
    replies: tuple[ReplyView, ...] = field(repr=False)
    lines: tuple[LineView, ...] = ()
    text: str = field(repr=False, default="")
    office: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def side(self) -> Side:
        """On which side the reader stands."""
        return self.row.side

    @property
    def is_asking(self) -> bool:
        """Whether the reader's institution proposed it."""
        return self.row.side is Side.ASKING

    @property
    def answer(self) -> ReplyView | None:
        """The reply that counts."""
        return next((reply for reply in self.replies if reply.counts), None)

    @property
    def in_preparation(self) -> ReplyView | None:
        """The reply that the reader's side prepares."""
        return next((reply for reply in self.replies if reply.state is not ReplyState.GIVEN), None)

    @property
    def late_replies(self) -> tuple[ReplyView, ...]:
        """Those that came after the end and nobody has looked at."""
        return tuple(reply for reply in self.replies if reply.needs_look)


def look_at_exchange(*, acting: ActingAs, reference: str) -> ExchangeView:
    """The file under this reference; the look is written down. Raises NotAllowed for an institution on neither side."""
    with together():
        mine = held(acting, reference)
        record(
            event="exception.looked_at",
            actor=mine.acting.actor,
            subject=subject_of_exchange(mine.exchange),
        )
        return _view(mine)


def _view(mine: Held) -> ExchangeView:
    exchange, acting = mine.exchange, mine.acting
    asking = mine.side is Side.ASKING
    gathered = _gathered(mine) if asking else None
    person = acting.actor.person_id
    holder = mine.case.assigned_to_id if asking else exchange.taken_by_id
    names = _names(acting)
    return ExchangeView(
        row=exchange_row(acting, exchange),
        version=exchange.version,
        instrument=exchange.instrument,
        article=exchange.article,
        legislation=exchange.legislation,
        country=exchange.country,
        liaison_id=exchange.liaison_id,
        hosted=setting_of(exchange.liaison_id) is not None,
        in_my_hands=str(holder) == person,
        my_own_matter=is_party(acting, mine.case),
        acted_for_other_side=not asking and person in _asking_people(mine),
        taken_by=names.get(str(exchange.taken_by_id), "") if not asking else "",
        signature=signature_waits(acting, mine.case.reference) if asking else None,
        basis=basis_of(gathered) if gathered else None,
        has_letter=exchange.letter is not None,
        delivered_here=exchange.delivered_here,
        reminded_on=exchange.reminded_on,
        to_tell=exchange.to_tell,
        content=_content(exchange, gathered),
        weighed=_weighed(mine, gathered),
        notes=tuple(
            NoteView(note.written_at, names.get(str(note.written_by_id), ""), note.text)
            for note in Note.objects.filter(exchange=exchange, side=mine.side)
        ),
        replies=tuple(_replies(mine)),
        lines=tuple(_lines(mine, names)),
        text=exchange.text if asking else "",
        office=exchange.office if asking else {},
    )


def _asking_people(mine: Held) -> set[str]:
    people = (mine.exchange.proposed_by_id, mine.exchange.signed_by_id, mine.case.assigned_to_id)
    return {str(each) for each in people if each}


def _gathered(mine: Held) -> Gathered:
    return gather(mine.case, mine.file, InstitutionSetting.objects.get(pk=mine.case.institution_id))


def _content(exchange: Exchange, gathered: Gathered | None) -> ProposalContent | None:
    if exchange.content is not None:
        return ProposalContent.model_validate(exchange.content)
    return proposal_content(exchange, gathered) if gathered and exchange.end else None


def _weighed(mine: Held, gathered: Gathered | None) -> tuple[WeighedView, ...]:
    kept = {row.code: row for row in Weighing.objects.filter(exchange=mine.exchange, side=mine.side)}
    said = dict(_said(mine, gathered))
    return tuple(
        WeighedView(
            code=each.code,
            source=each.source,
            verdict=kept[each.code].verdict if each.code in kept else "",
            words=kept[each.code].words if each.code in kept else "",
            said=said.get(each.said, ""),
        )
        for each in criteria_under(mine.exchange.instrument)
    )


def _said(mine: Held, gathered: Gathered | None) -> Mapping[str, str]:
    if gathered is not None:
        return reasons_of(gathered)
    content = mine.exchange.content or {}
    return {reason["question"]: reason["text"] for reason in content.get("reasons", ())}


def _replies(mine: Held) -> list[ReplyView]:
    rows = Reply.objects.filter(exchange=mine.exchange).prefetch_related("papers")
    shown = [row for row in rows if row.state == ReplyState.GIVEN or row.side == mine.side]
    return [
        ReplyView(
            id=row.pk,
            state=ReplyState(row.state),
            result=row.result,
            start=row.start,
            end=row.end,
            given_on=row.given_on,
            counts=row.counts,
            needs_look=row.needs_look and mine.side is Side.ASKING,
            prepared_by_me=str(row.prepared_by_id) == mine.acting.actor.person_id,
            papers=tuple(PaperView(each.pk, each.media_type, each.size) for each in row.papers.all()),
            remarks=row.remarks,
        )
        for row in shown
    ]


def _lines(mine: Held, names: Mapping[str, str]) -> list[LineView]:
    own_party = str(mine.acting.institution_id)
    told = []
    for line in reversed(lines_about(subject_of_exchange(mine.exchange))):
        own = _is_own(line.actor, own_party)
        if own or line.event not in INTERNAL_LINES:
            name = names.get(line.actor.person_id or "", "") if own else ""
            told.append(LineView(line.at, line.event, own, name))
    return told


def _is_own(actor: Actor, institution_id: str) -> bool:
    return actor.party_id == institution_id


def _names(acting: ActingAs) -> dict[str, str]:
    """The colleagues of the reader's institution, by id; the address where no name is kept."""
    people = get_user_model().objects.filter(posts__institution_id=acting.institution_id)
    return {str(person.pk): person.name or person.email for person in people}
