"""Travellers, trips and things to do as the API tells and takes them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sojourn.core.errors import InvalidInput, Problem
from sojourn.register.access import Assignment, Traveller
from sojourn.register.facts import EMAIL, EMPLOYEE_NUMBER
from sojourn.register.notes import Note
from sojourn.register.states import TripKind
from sojourn.register.to_do.events import ToDo
from sojourn.register.trip_events import LONGEST_KEY, LONGEST_PURPOSE, PURPOSE, TRIP_KEY, Plan

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_ANSWERS = 100


def _day(text: str) -> str:
    """A day alone: a moment with a time zone would be another day elsewhere, so it is not taken for one."""
    if not _DAY.fullmatch(text):
        raise ValueError("not a day")
    date.fromisoformat(text)
    return text


type Day = Annotated[str, AfterValidator(_day)]
type _Cell = str | bool | int | float | None
type Answer = _Cell | list[str] | dict[str, str] | list[dict[str, _Cell | dict[str, str]]]
type AnswersIn = Annotated[dict[str, Answer], Field(max_length=_MOST_ANSWERS)]


class _Taken(BaseModel):
    """What may be sent, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def read(cls, data: object, path: str = "") -> Self:
        """The content, if it is one. Raises InvalidInput with each path and code, never the value."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False, include_input=False)
            raise InvalidInput([_problem(path, dict(detail)) for detail in details]) from None


class TravellerTaken(_Taken):
    """A person, or what is new about one."""

    employee_number: str | None = None
    email: str | None = None
    answers: AnswersIn = Field(default_factory=dict)


class TravellerSought(_Taken):
    """Whom to look for: by one of both, whole."""

    employee_number: str = ""
    family_name: str = ""


class TripTaken(_Taken):
    """A trip, or what is new about one. `end` null: no end is set."""

    host: str | None = None
    start: Day | None = None
    end: Day | None = None
    kind: str | None = None
    home: str | None = None
    share: float | None = None
    purpose: Annotated[str, Field(max_length=LONGEST_PURPOSE)] | None = None
    trip_key: Annotated[str, Field(max_length=LONGEST_KEY)] | None = None
    answers: AnswersIn = Field(default_factory=dict)

    def plan(self, before: Assignment | None = None) -> Plan:
        """The plan, with what is left out as it was. Raises InvalidInput for what a new trip lacks."""
        told = self.model_fields_set
        problems = [Problem(name, "missing") for name in self._lacking(new=before is None)]
        kind = self.kind or (before.kind if before else TripKind.BUSINESS_TRIP.value)
        if kind not in set(TripKind):
            problems.append(Problem("kind", "not_one_of", {"expected": ", ".join(TripKind)}))
        if problems:
            raise InvalidInput(problems)
        own = before.own if before else {}
        return Plan(
            host=self.host or (before.host if before else ""),
            start=_date(self.start) or (before.start if before else date.min),
            end=_date(self.end) if "end" in told or before is None else before.end,
            kind=TripKind(kind),
            home=self.home or (before.home if before else ""),
            share=self.share if "share" in told or before is None else before.share,
            purpose=(self.purpose or "") if "purpose" in told else own.get(PURPOSE, ""),
            trip_key=(self.trip_key or "") if "trip_key" in told else own.get(TRIP_KEY, ""),
            typed=dict(self.answers),
        )

    def _lacking(self, *, new: bool) -> list[str]:
        told = self.model_fields_set
        needed = [name for name in ("host", "start") if new or name in told]
        empty = [name for name in needed if not getattr(self, name)]
        return [*empty, *(["end"] if new and "end" not in told else [])]


class NewTripTaken(TripTaken):
    """A trip with whose it is."""

    traveller: str


class RowTaken(_Taken):
    """One line of many: a person, by the register's id or as in a table, and a trip of theirs."""

    traveller: str | None = None
    employee_number: str = ""
    email: str = ""
    answers: AnswersIn = Field(default_factory=dict)
    trip: TripTaken | None = None


class EndTaken(_Taken):
    """How a trip ended."""

    last_day: Day


class TravellerForm(Schema):
    """A person in the register. `answers`: by the names of the form."""

    id: UUID
    employee_number: str = Field(examples=["E-4711"])
    email: str
    source: str = Field(description="form, file, api or directory.")
    answers: dict[str, Any]
    created_at: datetime
    changed_at: datetime
    notes: list["NoteForm"] = Field(default_factory=list)

    @classmethod
    def of(cls, traveller: Traveller, notes: Iterable[Note] = ()) -> Self:
        """The person as the register has them."""
        own: Mapping[str, str] = traveller.own
        return cls(
            id=traveller.pk,
            employee_number=own.get(EMPLOYEE_NUMBER, ""),
            email=own.get(EMAIL, ""),
            source=traveller.source,
            answers={**traveller.plain, **traveller.particulars},
            created_at=traveller.created_at,
            changed_at=traveller.changed_at,
            notes=[NoteForm.of(note) for note in notes],
        )


class NoteForm(Schema):
    """Something odd that was not refused."""

    code: str = Field(
        description="two_countries, same_country_twice, work_during_holiday, two_homes, starts_today, has_begun, "
        "same_person."
    )
    others: list[UUID] = Field(description="The other trips, or travellers, with which it is odd.")

    @classmethod
    def of(cls, note: Note) -> Self:
        """The note."""
        return cls(code=note.code.value, others=list(note.others))


class CoverForm(Schema):
    """What shows that the person is insured during the trip, and why the word is what it is."""

    word: str = Field(
        description="not_needed, needed, requested, covered or at_risk. Requested is never covered."
    )
    reasons: list[str] = Field(description="Codes; the page of the trip has the sentences.")
    missing: list[str] = Field(description="Facts that would decide.")
    legislation: str = Field(description="Country whose law applies, where the law says.")
    instrument: str
    article: str
    form: str = Field(description="Of the certificate.")
    issuer: str = Field(description="Id of the institution that issues it.")
    law_until: date | None = Field(description="Last day that the law allows, where it names one.")
    covered_from: date | None
    covered_until: date | None
    certificate_number: str | None
    act_by: date | None = Field(description="First day by which something has to be done.")
    law: str = Field(description="Version of the law data by which it was worked out.")

    @classmethod
    def of(cls, trip: Assignment) -> Self:
        """The cover as it was worked out."""
        return cls(
            word=trip.cover,
            reasons=list(trip.reasons),
            missing=list(trip.missing),
            legislation=trip.legislation,
            instrument=trip.instrument,
            article=trip.article,
            form=trip.form,
            issuer=trip.issuer,
            law_until=trip.law_until,
            covered_from=trip.covered_from,
            covered_until=trip.covered_until,
            certificate_number=trip.certificate_number or None,
            act_by=trip.act_by,
            law=trip.law_version,
        )


class TripForm(Schema):
    """One person, one host country, one period, and the cover that was found for it."""

    id: UUID
    traveller: UUID
    trip_key: str = Field(description="What your own system calls the trip.")
    kind: str
    state: str = Field(description="planned, changed, ended_early or cancelled.")
    home: str
    host: str
    start: date
    end: date | None
    share: float | None
    purpose: str
    source: str
    answers: dict[str, Any]
    cover: CoverForm
    request_state: str | None = Field(description="Of the request that was made for it.")
    created_at: datetime
    changed_at: datetime
    notes: list[NoteForm] = Field(default_factory=list)

    @classmethod
    def of(cls, trip: Assignment, notes: Iterable[Note] = ()) -> Self:
        """The trip as it stands."""
        return cls(
            id=trip.pk,
            traveller=trip.traveller_id,
            trip_key=trip.own.get(TRIP_KEY, ""),
            kind=trip.kind,
            state=trip.state,
            home=trip.home,
            host=trip.host,
            start=trip.start,
            end=trip.end,
            share=trip.share,
            purpose=trip.own.get(PURPOSE, ""),
            source=trip.source,
            answers={**trip.plain, **trip.particulars},
            cover=CoverForm.of(trip),
            request_state=trip.request_state or None,
            created_at=trip.created_at,
            changed_at=trip.changed_at,
            notes=[NoteForm.of(note) for note in notes],
        )


class ToDoForm(Schema):
    """One thing to do about a trip."""

    id: UUID
    trip: UUID
    act: str = Field(
        description="apply, finish_draft, answer, send_package, tell_facts, clarify, extend, correct, report_end, "
        "withdraw, insure."
    )
    due_on: date
    rule: str = Field(description="From which the day follows.")
    put_off_until: date | None
    done_at: datetime | None

    @classmethod
    def of(cls, item: ToDo) -> Self:
        """The thing as it stands."""
        return cls(
            id=item.pk,
            trip=item.trip_id,
            act=item.act,
            due_on=item.due_on,
            rule=item.rule,
            put_off_until=item.put_off_until,
            done_at=item.done_at,
        )


class TravellerPageForm(Schema):
    """Some travellers, in the order in which they came in."""

    items: list[TravellerForm]
    next: UUID | None = Field(None, description="Id to give as `after` for the next ones; null at the end.")


class TripPageForm(Schema):
    """Some trips, first begun first."""

    items: list[TripForm]
    next: UUID | None = Field(None, description="Id to give as `after` for the next ones; null at the end.")


class ToDoPageForm(Schema):
    """Some things to do, first due first."""

    items: list[ToDoForm]
    next: UUID | None = Field(None, description="Id to give as `after` for the next ones; null at the end.")


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_CODES = {"missing": "missing", "extra_forbidden": "unknown_name", "string_too_long": "too_long"}


def _problem(path: str, detail: dict[str, Any]) -> Problem:
    told = [str(part)[:100] for part in detail["loc"]]
    if told[:1] == ["answers"]:
        # What stands behind the name of a question says which of the forms did not fit; the question is enough.
        told = told[:2]
    name = ".".join([*([path] if path else []), *told]) or "body"
    kind = detail["type"]
    code = "not_a_date" if kind == "value_error" else _CODES.get(kind, "wrong_form")
    return Problem(name, code, {"limit": LONGEST_PURPOSE} if code == "too_long" else {})
