"""Making notifications: from a decision, an exchange about an exception, a request that was sent on, a question.

Each is made once, inside the transaction of what it tells of, and delivered at once to institutions that work here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sojourn.casework.content import printed_parts
from sojourn.casework.european.content import (
    AddressData,
    AnswerData,
    Code,
    DeterminationData,
    ExceptionData,
    InformationData,
    NoticeContent,
    NoticePerson,
    NumberData,
    PartyData,
    QuestionData,
    ResidenceData,
    use_case_of,
)
from sojourn.casework.european.models import Delivery, Notice
from sojourn.casework.european.moves import inform_if_told, move_notice, subject_of_notice
from sojourn.casework.european.receivers import receiver_of
from sojourn.casework.european.states import NoticeState
from sojourn.casework.exceptions.content import PersonData, PlaceData, ProposalContent
from sojourn.casework.gathering import Gathered
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.certificates.content import CertificateContent
from sojourn.core import clock
from sojourn.core.actors import Actor
from sojourn.engine import load_law
from sojourn.journal.events import record
from sojourn.requests.receiving import receiving_name
from sojourn.requests.references import new_reference

REGULATION: Final = "eu-883-2004"
OBJECTION_MONTHS: Final = 2
"""Regulation (EC) No 987/2009, Article 16(3): within two months of being informed."""
# By the article on which the certificate rests: its beginning, and the message that tells the other states.
MESSAGES: Final[tuple[tuple[str, Code], ...]] = (
    ("12(", "A009"),
    ("13(", "A003"),
    ("11(3)(b)", "A010"),
    ("11(3)(c)", "A010"),
    ("11(3)(d)", "A010"),
    ("11(4)", "A010"),
    ("11(5)", "A010"),
    ("15", "A010"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a notification is made of, besides its own part."""

    key: str
    case: Case
    person: NoticePerson
    self_employed: bool
    employers: tuple[AddressData, ...]
    workplaces: tuple[AddressData, ...]


def message_for(instrument: str, article: str | None) -> Code | None:
    """The message by which other states learn of a certificate under this article; None where there is none."""
    if instrument != REGULATION or article is None:
        return None
    return next((message for start, message in MESSAGES if article.startswith(start)), None)


def produce_for_certificate(
    case: Case, content: CertificateContent, *, number: str, replaces: str, actor: Actor
) -> Notice | None:
    """Tell the other states of a certificate; None where it rests on no article of which they are told.

    `replaces`: the number of the certificate in whose place it stands, "" for none.
    """
    message = message_for(content.instrument, content.article)
    if message is None or content.article is None:
        return None
    several = message == "A003"
    return make(
        _of_certificate(case, content, number),
        message,
        countries=_states_told(content, several=several),
        actor=actor,
        previous=newest(replaces),
        certificate_number=number,
        state=NoticeState.WAITING if several else NoticeState.KEPT,
        determination=DeterminationData(
            legislation=content.legislation,
            article=content.article,
            start=content.period_start,
            end=content.period_end,
            provisional=several,
            objection_months=OBJECTION_MONTHS if several else None,
        ),
    )


def produce_for_proposal(
    case: Case, proposal: ProposalContent, *, reference: str, actor: Actor
) -> Notice | None:
    """The request for an exception (A001); None where it rests on another instrument."""
    if proposal.instrument != REGULATION or proposal.kind != "exception":
        return None
    return make(
        _of_proposal(case, proposal, f"exchange:{reference}"),
        "A001",
        institutions=[proposal.proposed_to.id],
        actor=actor,
        exception=ExceptionData(
            legislation=proposal.legislation,
            instead_of=proposal.instead_of,
            start=proposal.start,
            end=proposal.end,
            text=proposal.text,
        ),
    )


def produce_for_answer(
    case: Case, proposal: ProposalContent, answer: AnswerData, *, reference: str, actor: Actor
) -> Notice | None:
    """The answer to it: approval (A011), or refusal and approval for another period (A002)."""
    asked = Notice.objects.filter(key=f"exchange:{reference}").first()
    if asked is None:
        return None
    return make(
        _of_proposal(case, proposal, f"answer:{reference}"),
        "A011" if answer.result == "full" else "A002",
        sender=proposal.proposed_to.id,
        institutions=[proposal.proposed_by.id],
        actor=actor,
        answers=asked,
        answer=answer,
    )


def produce_for_forwarding(gathered: Gathered, *, to: str, actor: Actor) -> Notice | None:
    """Tell the competent institution of a request that was sent on (A008); None where it is no European matter."""
    european = any(
        (period.get("basis") or {}).get("instrument") == REGULATION for period in gathered.facts.periods
    )
    institution = gathered.law.institutions.get(to)
    if not european or institution is None or institution.country == gathered.facts.country:
        return None
    return make(
        _of_request(gathered, f"forwarded:{gathered.case.pk}"),
        "A008",
        institutions=[to],
        actor=actor,
        information=InformationData(purpose="request_sent_on"),
    )


def ask_of(gathered: Gathered, *, country: str, question: QuestionData, key: str, actor: Actor) -> Notice:
    """A question to the institution of another state (A005)."""
    return make(_of_request(gathered, key), "A005", countries=[country], actor=actor, question=question)


def reply_to(notice: Notice, message: Code, *, sender: str, key: str, actor: Actor, **parts: Any) -> Notice:
    """A notification that answers another one, about the same person."""
    told = NoticeContent.model_validate(notice.content)
    made = Made(key, notice.case, told.person, told.self_employed, told.employers, told.workplaces)
    return make(
        made,
        message,
        sender=sender,
        institutions=[notice.institution_id],
        actor=actor,
        answers=notice,
        **parts,
    )


def make(
    made: Made,
    message: Code,
    *,
    actor: Actor,
    countries: Iterable[str] = (),
    institutions: Iterable[str] = (),
    sender: str = "",
    previous: Notice | None = None,
    answers: Notice | None = None,
    certificate_number: str = "",
    state: NoticeState = NoticeState.KEPT,
    use_case: str = "",
    **parts: Any,
) -> Notice:
    """One notification with its deliveries; what was made of the same thing before, where there is one.

    `use_case`: that of the message where none is given.
    """
    if (known := Notice.objects.filter(key=made.key).first()) is not None:
        return known
    sender = sender or made.case.institution_id
    receivers = [*institutions, *(receiver_of(country) for country in countries)]
    version = previous.version + 1 if previous else 1
    content = NoticeContent(
        message=message,
        use_case=use_case or use_case_of(message),
        reference="EN" + new_reference()[2:],
        version=version,
        first=previous is None,
        previous_on=previous.made_at.date() if previous else None,
        answers=answers.reference if answers else None,
        issued_on=clock.today(),
        sender=_party(sender),
        recipients=tuple(_party(each) for each in receivers),
        certificate_number=certificate_number or None,
        **_about(made),
        **parts,
    )
    notice = _kept(made, content, sender, previous=previous, answers=answers, state=state)
    record(
        event="notice.made",
        actor=actor,
        subject=subject_of_notice(notice),
        details={"message": message, "use_case": content.use_case, "version": version},
    )
    if previous is not None and previous.state != NoticeState.SUPERSEDED:
        move_notice(previous, "supersede", actor=actor)
    _deliver(notice, receivers)
    inform_if_told(notice, actor=actor)
    return notice


def _kept(
    made: Made,
    content: NoticeContent,
    sender: str,
    *,
    previous: Notice | None,
    answers: Notice | None,
    state: NoticeState,
) -> Notice:
    return Notice.objects.create(
        reference=content.reference,
        key=made.key,
        case=made.case,
        institution_id=sender,
        message=content.message,
        version=content.version,
        previous=previous,
        answers=answers,
        certificate_number=content.certificate_number or "",
        content=content.model_dump(mode="json"),
        state=state.value,
        made_at=clock.now(),
    )


def _about(made: Made) -> dict[str, Any]:
    return {
        "case_reference": made.case.reference,
        "person": made.person,
        "self_employed": made.self_employed,
        "employers": made.employers,
        "workplaces": made.workplaces,
    }


def newest(number: str) -> Notice | None:
    """The notification of a certificate, or the newest that stands in its place."""
    notice = Notice.objects.filter(certificate_number=number).first() if number else None
    while notice is not None and (later := Notice.objects.filter(previous=notice).first()):
        notice = later
    return notice


def _deliver(notice: Notice, receivers: Iterable[str]) -> None:
    """One row for each that gets it; those that work here have it at once."""
    named = list(dict.fromkeys(receivers))
    hosted = set(InstitutionSetting.objects.filter(pk__in=named).values_list("pk", flat=True))
    Delivery.objects.bulk_create(
        Delivery(
            notice=notice,
            institution_id=each,
            country=_party(each).country,
            here=each in hosted,
            sent_on=clock.today() if each in hosted else None,
        )
        for each in named
    )


def _states_told(content: CertificateContent, *, several: bool) -> list[str]:
    """All states of work but one's own, and, for work in several, that of residence (Article 16(1) and (2) of 987)."""
    places = [content.host, *(each.country for each in content.workplaces)]
    home = content.holder.residence.country if several and content.holder.residence else ""
    return [each for each in dict.fromkeys([*places, home]) if each and each != content.issuer.country]


def _of_certificate(case: Case, content: CertificateContent, number: str) -> Made:
    holder = content.holder.model_dump()
    return Made(
        key=f"certificate:{number}",
        case=case,
        person=_person(holder, content.issuer.country, content.host),
        self_employed=content.self_employed,
        employers=(_address(content.employer.model_dump()),) if content.employer else (),
        workplaces=tuple(_address(each.model_dump()) for each in content.workplaces),
    )


def _of_request(gathered: Gathered, key: str) -> Made:
    facts, parts = gathered.facts, printed_parts(gathered.facts)
    return Made(
        key=key,
        case=gathered.case,
        person=_person(parts["holder"], facts.country, facts.host),
        self_employed=not facts.is_employee,
        employers=(_address(parts["employer"]),) if parts["employer"] else (),
        workplaces=tuple(_address(each) for each in parts["workplaces"]),
    )


def _of_proposal(case: Case, proposal: ProposalContent, key: str) -> Made:
    person: PersonData = proposal.person
    return Made(
        key=key,
        case=case,
        person=_person(person.model_dump(), proposal.proposed_by.country, proposal.instead_of),
        self_employed=proposal.status == "self_employed",
        employers=(_place(proposal.employer),) if proposal.employer else (),
        workplaces=tuple(_place(each) for each in proposal.workplaces),
    )


def _person(holder: Mapping[str, Any], home: str, host: str) -> NoticePerson:
    pairs = ((holder.get("number"), home), (holder.get("host_number"), host))
    lives = holder.get("residence")
    return NoticePerson(
        given_names=holder["given_names"],
        family_name=holder["family_name"],
        birth_date=holder["birth_date"],
        birth_place=holder["birth_place"],
        nationalities=tuple(holder["nationalities"]),
        numbers=tuple(NumberData(number=number, country=country) for number, country in pairs if number),
        residence=ResidenceData(**{name: lives.get(name) for name in ResidenceData.model_fields})
        if lives
        else None,
    )


def _place(place: PlaceData) -> AddressData:
    return _address(place.model_dump())


def _address(given: Mapping[str, Any]) -> AddressData:
    return AddressData(**{name: given.get(name) for name in AddressData.model_fields})


def _party(institution_id: str) -> PartyData:
    institution = load_law().institutions.get(institution_id)
    country = institution.country if institution else institution_id.rpartition(":")[2]
    return PartyData(id=institution_id, country=country, name=receiving_name(institution_id, "en"))
