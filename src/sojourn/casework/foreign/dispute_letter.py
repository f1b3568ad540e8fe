"""The letter by which doubts reach an issuer that does not decide with this service: a PDF with its data attached."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from sojourn.casework.foreign.dispute_access import name_of
from sojourn.casework.foreign.dispute_events import subject_of
from sojourn.casework.foreign.models import Dispute, DisputeStep
from sojourn.casework.foreign.reading import FIELDS
from sojourn.casework.foreign.texts import ITEMS, PROCEDURES, REASONS, instrument_words, words_of
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import require_officer
from sojourn.casework.texts import country_name
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.engine import load_law
from sojourn.engine.telling.typesetting import LANGUAGES
from sojourn.journal.events import record, together
from sojourn.papers.drawing import draw
from sojourn.papers.sheet import Address, Block, Heading, Items, Part, Row, Rows, Sheet, Signature, Text
from sojourn.parties.acting import ActingAs
from sojourn.requests.packages.words import language_of
from sojourn.requests.texts import day_words

ATTACHMENT: Final = "dispute.json"
_SERVICE: Final = "Sojourn"
_LEFT_OUT: Final = frozenset({"issuer_id", "kind", "person_number_kind"})
_DAYS: Final = frozenset({"start", "end", "birth_date"})
_COUNTRIES: Final = frozenset({"issuer_country", "legislation", "host"})


def letter_of(*, acting: ActingAs, reference: str) -> bytes:
    """The letter, in the language of the issuer's country where the service speaks it, else in English.

    It names the person, so the look is written down. Raises NotAllowed for others than the institution that doubts, and
    where the issuer is hosted here, which needs no letter; ValueError where it cannot be laid out.
    """
    acting = require_officer(acting)
    rows = Dispute.objects.filter(institution_id=acting.institution_id, issuer_hosted=False)
    dispute = rows.select_related("certificate").filter(reference=reference).first()
    if dispute is None:
        raise NotAllowed(NOT_ALLOWED)
    with together():
        record(event="dispute.person_looked_at", actor=acting.actor, subject=subject_of(dispute))
    doubts = dispute.steps.filter(step="put").get()
    spoken = language_of(dispute.certificate.issuer_country)
    language = spoken if spoken in LANGUAGES else "en"
    with override(language):
        sheet = Sheet(
            subject=f"{_SERVICE} {dispute.reference}",
            author=_SERVICE,
            head=(_SERVICE, dispute.reference),
            parts=[Part(_("Doubts about a certificate"), language, list(_blocks(dispute, doubts, language)))],
            foot=dispute.reference,
            page=_("Page {n} of {total}"),
        )
    return draw(sheet, clock.now(), (ATTACHMENT, _data(dispute, doubts)))


def _blocks(dispute: Dispute, doubts: DisputeStep, language: str) -> Iterator[Block]:
    known = load_law().institutions.get(dispute.issuer_id)
    address = [dispute.issuer_name, *(known.address.split(", ") if known and known.address else ())]
    yield Address(address)
    yield Text(day_words(clock.today(), language))
    yield Text(
        _("We doubt the certificate below, for the reasons that follow. We ask you to look at it again, to tell us the "
          "grounds on which it was issued, and to withdraw it where they do not hold.")
    )  # fmt: skip
    yield Text(_("Until you withdraw it, the certificate binds us."), "strong")
    yield Heading(_("The certificate"))
    yield Rows(list(_rows(dispute, language)))
    yield Heading(_("The reasons"))
    yield Items([words_of(REASONS, code) for code in doubts.reasons])
    yield from (Text(line) for line in doubts.text.splitlines() if line.strip())
    yield Heading(_("The procedure"))
    yield Text(words_of(PROCEDURES, dispute.procedure))
    if dispute.due_on is not None:
        yield Text(_("We ask for an answer by %(day)s.") % {"day": day_words(dispute.due_on, language)})
    yield Text(_("Our reference: %(reference)s") % {"reference": dispute.reference})
    yield Address([name_of(dispute.institution_id), *_sender(dispute)])
    yield Signature([_("Place and day"), _("Name and signature")])


def _sender(dispute: Dispute) -> list[str]:
    known = load_law().institutions.get(dispute.institution_id)
    return known.address.split(", ") if known and known.address else []


def _rows(dispute: Dispute, language: str) -> Iterator[Row]:
    fields = dispute.certificate.particulars
    for name in FIELDS:
        value = fields.get(name, "")
        if value and name not in _LEFT_OUT:
            yield Row(words_of(ITEMS, name), [_told(name, value, language)])


def _told(name: str, value: str, language: str) -> str:
    if name in _DAYS:
        return day_words(date.fromisoformat(value), language)
    if name in _COUNTRIES:
        return country_name(value)
    return instrument_words(value) if name == "instrument" else value


def _data(dispute: Dispute, doubts: DisputeStep) -> bytes:
    """The same as data, in codes."""
    return json.dumps(
        {
            "reference": dispute.reference,
            "from": dispute.institution_id,
            "to": dispute.issuer_id or dispute.issuer_name,
            "procedure": dispute.procedure,
            "opened_on": dispute.opened_on.isoformat(),
            "reasons": doubts.reasons,
            "text": doubts.text,
            "certificate": dispute.certificate.particulars,
        },
        ensure_ascii=False,
    ).encode()
