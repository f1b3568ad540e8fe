"""Gathers what the checks of a certificate from abroad look at: the law of its days, and the person's other cover."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from sojourn.casework.foreign.checks.facts import ForeignFacts, OtherCover
from sojourn.casework.foreign.models import US_NUMBER, ForeignCertificate
from sojourn.casework.models import Case, Decision
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.engine.lawbook.law import Instrument, Provision
from sojourn.requests.worker_index import index_of_person, index_of_ssn
from sojourn.requests.written import digits_of
from sojourn.vault.blind import blind_index

_SPACES: Final = re.compile(r"[\s.,-]+")
# Rules by which the law of the place of work applies: no certificate of another country rests on them.
_OF_THE_PLACE: Final = frozenset({"host", "state_of_work"})


def person_indexes(fields: Mapping[str, str]) -> tuple[str, str, str]:
    """The indexes of number and of name with birth date, and the kind of the number; '' for what is missing.

    A Social Security number meets the one in requests. A number of another country is told apart by the country.
    """
    identity = index_of_person(fields["given_names"], fields["family_name"], fields["birth_date"])
    typed = fields["person_number"]
    if not typed:
        return "", identity, ""
    of_us = fields["person_number_kind"] == US_NUMBER or fields["issuer_country"] == "US"
    if of_us and len(digits_of(typed)) == 9:
        return index_of_ssn(typed), identity, US_NUMBER
    country = fields["issuer_country"]
    return person_number_index(country, typed), identity, f"of_{country.lower()}"


def person_number_index(country: str, typed: str) -> str:
    """The index of a person's number of a country. Spaces, dots and dashes do not count."""
    plain = _SPACES.sub("", typed).upper()
    return blind_index("foreign.person_number", f"{country}\x1f{plain}") if plain else ""


def certificate_index(issuer_country: str, number: str) -> str:
    """The index of a certificate's number at its country; '' without one. Spaces, dots and dashes do not count."""
    plain = _SPACES.sub("", number).upper()
    return blind_index("foreign.certificate", f"{issuer_country}\x1f{plain}") if plain else ""


def foreign_facts(fields: Mapping[str, str], country: str, apart_from: str = "") -> ForeignFacts:
    """The certificate as its checks see it. `fields` have passed `items.checked`; `apart_from` is the reference of the
    registered certificate that it will replace."""
    start = date.fromisoformat(fields["start"])
    instrument = load_law().instruments.get(fields["instrument"])
    provisions = _provisions(instrument, fields["legislation"], fields["host"], start)
    named = [each for each in provisions if each.article and _same(each.article, fields["article"])]
    if fields["legislation"] != fields["host"]:
        named = [each for each in named if each.legislation not in _OF_THE_PLACE]
    return ForeignFacts(
        country=country,
        today=clock.today(),
        issuer_country=fields["issuer_country"],
        legislation=fields["legislation"],
        host=fields["host"],
        article=fields["article"],
        start=start,
        end=date.fromisoformat(fields["end"]) if fields["end"] else None,
        birth_date=date.fromisoformat(fields["birth_date"]) if fields["birth_date"] else None,
        instrument=instrument,
        provisions=tuple(provisions),
        named=tuple(named),
        others=(*_own_certificates(fields), *_foreign_certificates(fields, apart_from)),
    )


def articles_of(instrument_id: str) -> tuple[str, ...]:
    """The articles under which an agreement gives certificates, in order: for the form."""
    instrument = load_law().instruments.get(instrument_id)
    if instrument is None:
        return ()
    found = {each.article for each in instrument.provisions if each.article}
    return tuple(sorted(found))


def _provisions(instrument: Instrument | None, home: str, host: str, day: date) -> list[Provision]:
    if instrument is None:
        return []
    return [
        each
        for each in instrument.provisions
        if each.home in (None, home)
        and each.host in (None, host)
        and (each.valid_from is None or each.valid_from <= day)
        and (each.valid_until is None or day <= each.valid_until)
    ]


def _same(article: str, given: str) -> bool:
    """Whether both name one article: "Art. 12 (1)" is "12(1)"."""
    return _plain_article(article) == _plain_article(given)


def _plain_article(text: str) -> str:
    return re.sub(r"^(ARTICLE|ARTIKEL|ARTÍCULO|ART|§)", "", re.sub(r"[\s.]+", "", text).upper())


def _own_certificates(fields: Mapping[str, str]) -> list[OtherCover]:
    """Certificates of the same person that institutions here issued and that stand, short of this very one."""
    number_index, identity_index, kind = person_indexes(fields)
    of_number = number_index if kind == US_NUMBER else ""
    decisions = Decision.objects.filter(
        case__in=Case.objects.of_person(of_number, identity_index),
        case__state=CaseState.DECIDED,
        result="approved",
    ).exclude(certificate_number=fields["number"])
    rows = decisions.order_by("certified_from", "pk").values_list(
        "certificate_number", "certified_from", "certified_until"
    )
    return [
        OtherCover(number, start, end, is_foreign=False) for number, start, end in rows if number and start
    ]


def _foreign_certificates(fields: Mapping[str, str], apart_from: str) -> list[OtherCover]:
    number_index, identity_index, kind = person_indexes(fields)
    rows = (
        ForeignCertificate.objects.of_person(number_index, identity_index, kind)
        .standing()
        .exclude(reference=apart_from)
        .order_by("start", "pk")
        .values_list("reference", "start", "end")
    )
    return [OtherCover(reference, start, end, is_foreign=True) for reference, start, end in rows]
