"""What is kept of certificates from abroad, as other rooms and the officers see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth import get_user_model

from sojourn.casework.checks.findings import Finding, Severity
from sojourn.casework.foreign.listing import ListedCertificate, listed_row
from sojourn.casework.foreign.models import (
    ForeignCertificate,
    ForeignDraft,
)
from sojourn.casework.foreign.reading import FIELDS, SEALED
from sojourn.casework.foreign.states import DisputeState, ForeignState, Standing
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import case_in_sight, officer_id, require_officer
from sojourn.certificates import access as certificates
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.states import Status
from sojourn.core.actors import Capacity, Subject
from sojourn.core.errors import NotAllowed
from sojourn.engine import load_law
from sojourn.files.access import facts as file_facts
from sojourn.files.access import read as read_file
from sojourn.journal.access import Line, lines_about
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.parties.reading import seen_once


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A certificate from abroad in few words. `state` says whether it stands; nothing in it names a person."""

    reference: str
    issuer_country: str
    host: str
    start: date
    end: date | None
    state: ForeignState

    @property
    def stands(self) -> bool:
        """Whether it binds: neither replaced nor withdrawn."""
        return self.state is ForeignState.REGISTERED


def certificates_of(number_index: str, identity_index: str) -> tuple[ForeignRow, ...]:
    """What is registered of one worker from abroad, whichever institution here registered it, by first day.

    The indexes are those of a case: of the Social Security number, and of name and birth date. A person known by a
    number of another kind is the same by name and birth date. What was replaced or withdrawn is among them: ask
    `stands`. One query; empty for empty indexes.
    """
    if not number_index and not identity_index:
        return ()
    return seen_once(
        ("foreign_of", number_index, identity_index), lambda: _of_worker(number_index, identity_index)
    )


def _of_worker(number_index: str, identity_index: str) -> tuple[ForeignRow, ...]:
    found = ForeignCertificate.objects.of_person(number_index, identity_index).order_by("start", "pk")
    return tuple(
        ForeignRow(
            reference=row.reference,
            issuer_country=row.issuer_country,
            host=row.host,
            start=row.start,
            end=row.end,
            state=ForeignState(row.state),
        )
        for row in found.defer("particulars")
    )


@dataclass(frozen=True, slots=True)
class DraftView:
    """What is about to be registered. `read` says of each item where it comes from."""

    id: UUID
    has_file: bool
    standing: Standing
    verdict: str
    read: Mapping[str, str]
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_verified(self) -> bool:
        """Whether its items come from a seal that was checked, and are not typed."""
        return self.standing is Standing.VERIFIED

    @property
    def sealed(self) -> frozenset[str]:
        """The items that were sealed."""
        return frozenset(name for name, source in self.read.items() if source == SEALED)


def draft_for(acting: ActingAs, draft_id: UUID) -> DraftView:
    """What the officer began. Raises NotAllowed for a colleague's or another institution's."""
    acting = require_officer(acting)
    rows = ForeignDraft.objects.filter(institution_id=acting.institution_id, begun_by=officer_id(acting))
    draft = rows.filter(pk=draft_id).first()
    if draft is None:
        raise NotAllowed(NOT_ALLOWED)
    return DraftView(
        draft.pk,
        draft.file_id is not None,
        Standing(draft.standing),
        draft.verdict,
        dict(draft.read),
        {name: draft.fields.get(name, "") for name in FIELDS},
    )


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute about the certificate in one line."""

    reference: str
    state: DisputeState
    opened_on: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ForeignView:
    """A registered certificate on one page, short of the person. `issuer_status`: what the issuer's record says today,
    where the issuer is hosted here."""

    id: UUID
    row: ListedCertificate
    kind: str
    instrument: str
    article: str
    legislation: str
    own_number: str
    issuer_id: str
    issuer_status: Status | None
    has_file: bool
    changed_on: date | None
    replaced_by: str
    erased_at: datetime | None
    findings: tuple[Finding, ...]
    disputes: tuple[DisputeLine, ...]
    lines: tuple[Line, ...]
    names: Mapping[str, str]

    @property
    def open_dispute(self) -> DisputeLine | None:
        """The dispute that is not closed, if there is one."""
        return next((each for each in self.disputes if each.state is not DisputeState.CLOSED), None)


def foreign_for(acting: ActingAs, reference: str) -> ForeignView:
    """The registered certificate under this reference. Raises NotAllowed for another institution's."""
    row = _row(acting, reference)
    lines = tuple(lines_about(Subject("foreign_certificate", str(row.pk))))
    disputes = tuple(
        DisputeLine(each.reference, DisputeState(each.state), each.opened_on, each.due_on)
        for each in row.disputes.order_by("-opened_on", "pk")
    )
    return ForeignView(
        id=row.pk,
        row=listed_row(row, any(each.state is not DisputeState.CLOSED for each in disputes)),
        kind=row.kind,
        instrument=row.instrument,
        article=row.article,
        legislation=row.legislation,
        own_number=row.own_number,
        issuer_id=row.issuer_id,
        issuer_status=_issuer_status(row),
        has_file=row.file_id is not None,
        changed_on=row.changed_on,
        replaced_by=row.replaced_by.reference if row.replaced_by else "",
        erased_at=row.erased_at,
        findings=tuple(
            Finding(each["code"], Severity(each["severity"]), (), each["params"]) for each in row.findings
        ),
        disputes=disputes,
        lines=lines,
        names=names_of(lines),
    )


def look_at_holder(*, acting: ActingAs, reference: str) -> Mapping[str, str]:
    """The items of a registered certificate with its person; every look is written down. Raises NotAllowed."""
    row = _row(acting, reference)
    with together():
        record(
            event="foreign.person_looked_at",
            actor=acting.actor,
            subject=Subject("foreign_certificate", str(row.pk)),
        )
        return {name: row.particulars.get(name, "") for name in FIELDS}


def look_at_file(*, acting: ActingAs, reference: str) -> tuple[str, str, bytes]:
    """The file of a registered certificate: name, type and bytes; the look is written down. Raises NotAllowed."""
    row = _row(acting, reference)
    if row.file_id is None:
        raise NotAllowed(NOT_ALLOWED)
    with together():
        record(
            event="foreign.person_looked_at",
            actor=acting.actor,
            subject=Subject("foreign_certificate", str(row.pk)),
        )
        media_type = file_facts(row.file_id).media_type
        return f"{row.reference}.{media_type.rpartition('/')[2]}", media_type, read_file(row.file_id)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A certificate from abroad of the person of a request: named as history in its case."""

    row: ForeignRow
    own: bool


def history_for_case(acting: ActingAs, reference: str) -> tuple[HistoryEntry, ...]:
    """What is registered from abroad of the person of a case in the officer's sight; `own`: by the officer's own
    institution, so that its page can be opened. Raises NotAllowed."""
    acting = require_officer(acting)
    case = case_in_sight(acting, reference)
    rows = certificates_of(case.number_index, case.identity_index)
    if not rows:
        return ()
    mine = ForeignCertificate.objects.of_institution(str(acting.institution_id))
    own = set(mine.filter(reference__in=[row.reference for row in rows]).values_list("reference", flat=True))
    return tuple(HistoryEntry(row, row.reference in own) for row in rows)


def names_of(lines: Sequence[Line]) -> dict[str, str]:
    """The names of the colleagues in a history, by id."""
    ids = {line.actor.person_id for line in lines if line.actor.capacity is Capacity.STAFF}
    people = get_user_model().objects.filter(pk__in=[each for each in ids if each])
    return {str(person.pk): person.name or person.email for person in people}


def instruments_for(country: str) -> tuple[str, ...]:
    """The agreements that concern work in a country: those to which it is a party."""
    return tuple(
        each.id
        for each in load_law().instruments.values()
        if not each.benefits_only and country in each.parties
    )


def country_of(acting: ActingAs) -> str:
    """The country of the officer's institution. Raises NotAllowed where it is not hosted here."""
    setting = InstitutionSetting.objects.filter(pk=require_officer(acting).institution_id).first()
    if setting is None:
        raise NotAllowed(NOT_ALLOWED)
    return setting.country


def _row(acting: ActingAs, reference: str) -> ForeignCertificate:
    acting = require_officer(acting)
    rows = ForeignCertificate.objects.of_institution(str(acting.institution_id)).select_related("replaced_by")
    row = rows.filter(reference=reference).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    return row


def _issuer_status(row: ForeignCertificate) -> Status | None:
    try:
        return certificates.certificate(row.own_number).status if row.own_number else None
    except CertificateUnknown:
        return None
