"""What a certificate will say, from the frozen request, the law's answer and what the law data know."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sojourn.casework.checks.facts import CaseFacts, as_date
from sojourn.casework.hosting.identity import issuer_on_paper
from sojourn.casework.hosting.terms import Terms
from sojourn.certificates.a1 import status_code
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.form_names import form_on_paper
from sojourn.certificates.labels import paper_languages, written_languages
from sojourn.core.errors import WrongState
from sojourn.engine import Law

# What the paper has room for.
MOST_LANGUAGES = 3
NUMBER_KINDS = {"US": ("worker.ssn", "us_ssn")}


def certificate_content(
    facts: CaseFacts, law: Law, decided_on: date, terms: Terms | None = None
) -> CertificateContent:
    """The content of the certificate that the law's answer allows for this request, issued on the institution's terms.

    Raises WrongState "law_gives_no_certificate" where the answer has none of this country, and InvalidInput
    where an item that must be printed is missing or cannot be printed.
    """
    period = certifiable_period(facts)
    if period is None:
        raise WrongState("law_gives_no_certificate")
    certificate, basis = period["certificate"], period["basis"]
    terms = terms or Terms()
    return read_content(
        {
            "kind": certificate["kind"],
            "instrument": basis["instrument"],
            "titles": _titles(law, basis),
            "article": basis["article"] or "",
            "category": basis["category"],
            **(_of_a1(period) if certificate["kind"] == "a1" else {}),
            "issuer": issuer_on_paper(law, facts.institution_id, terms),
            "legislation": period["legislation"],
            "host": facts.host,
            "holder": _holder(facts) | (_residence(facts) if certificate["kind"] == "a1" else {}),
            "employer": _employer(facts),
            "workplaces": _workplaces(facts),
            "self_employed": not facts.is_employee,
            "period_start": period["start"],
            "period_end": certificate.get("until"),
            "period_limit": certificate.get("limit"),
            "exempt": _exempt(period),
            "form": form_on_paper(certificate.get("form"), extension=facts.kind == "extension"),
            "languages": _languages(facts, terms),
            "law_version": facts.determination["law"],
            "decided_on": decided_on,
        }
    )


def printed_parts(facts: CaseFacts) -> dict[str, Any]:
    """Who and where, as the request has them now: the parts of a certificate on which no law depends."""
    return {"holder": _holder(facts), "employer": _employer(facts), "workplaces": _workplaces(facts)}


def certifiable_period(facts: CaseFacts) -> Mapping[str, Any] | None:
    """The first period of the law's answer for which this country certifies; None where there is none."""
    for period in facts.periods:
        certificate = period.get("certificate")
        if certificate and certificate.get("country") == facts.country and period.get("basis"):
            return period
    return None


def _exempt(period: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The branches for which nothing is due abroad; an A1 names none: there one legislation applies to all of them
    (Regulation (EC) No 883/2004 article 11(1))."""
    if period["certificate"]["kind"] == "a1":
        return []
    return [dict(item) for item in period.get("exempt", []) if item["branches"]]


def _of_a1(period: Mapping[str, Any]) -> dict[str, Any]:
    basis, certificate = period["basis"], period["certificate"]
    return {
        "status_code": status_code(basis["category"], basis["article"]),
        "provisional": bool(certificate.get("provisional")),
    }


def _residence(facts: CaseFacts) -> dict[str, Any]:
    """The address at home and the name at birth, which the A1 has besides."""
    country = facts.situation.get("person", {}).get("residence")
    parts = {item: facts.text(f"worker.{item}") or None for item in ("street", "city", "postcode")}
    return {
        "birth_name": facts.printed("worker.birth_name") or None,
        "residence": parts | {"country": country} if country and any(parts.values()) else None,
    }


def _holder(facts: CaseFacts) -> dict[str, Any]:
    # Countries without a kind of their own: the number under which the home country knows the worker.
    own_kind = ("worker.home_number", f"{facts.country[:2].lower()}_number")
    particular, kind = NUMBER_KINDS.get(facts.country, own_kind)
    number = facts.text(particular)
    return {
        "given_names": facts.printed("worker.given_names"),
        "family_name": facts.printed("worker.family_name"),
        "birth_date": as_date(facts.text("worker.birth_date")),
        "birth_place": facts.text("worker.birth_place") or None,
        "nationalities": facts.situation.get("person", {}).get("nationalities", []),
        "number": number or None,
        "number_kind": kind if number else None,
        "host_number": facts.text("worker.host_number") or None,
    }


def _employer(facts: CaseFacts) -> dict[str, Any] | None:
    if not facts.text("sender.name"):
        return None
    country = facts.sender.get("seat") or facts.activity.get("sent_from") or facts.country
    return _address(facts, "sender", country) | {"state": facts.text("sender.state") or None}


def _workplaces(facts: CaseFacts) -> list[dict[str, Any]]:
    named = any(facts.text(f"receiver.{item}") for item in ("name", "street", "city"))
    others = _other_countries(facts)
    known = named or bool(others)
    return ([_address(facts, "receiver", facts.host)] if known else []) + [
        {"country": each} for each in others
    ]


def _other_countries(facts: CaseFacts) -> list[str]:
    """The other countries of somebody who works in several at once: each is a place of work of its own."""
    regular = [a for a in facts.situation.get("activities", []) if a.get("pattern") == "regular"]
    countries = dict.fromkeys(str(each["country"]) for each in regular if each.get("country"))
    return (
        [each for each in countries if each != facts.host]
        if facts.activity.get("pattern") == "regular"
        else []
    )


def _address(facts: CaseFacts, whose: str, country: str) -> dict[str, Any]:
    items = ("name", "street", "city", "postcode")
    return {item: facts.text(f"{whose}.{item}") or None for item in items} | {"country": country}


def _titles(law: Law, basis: Mapping[str, Any]) -> dict[str, str]:
    """The instrument's full title in English, and its name in other languages where the law data have one."""
    instrument = law.instruments[basis["instrument"]]
    return dict(instrument.short) | {"en": instrument.title}


def _languages(facts: CaseFacts, terms: Terms) -> tuple[str, ...]:
    """Those of the two countries; the one in which the institution usually writes leads."""
    usual = paper_languages(facts.country, facts.host)
    leading = written_languages(terms.writing.languages[:1]) if terms.writing.languages else ()
    return tuple(dict.fromkeys((*leading, *usual)))[:MOST_LANGUAGES]
