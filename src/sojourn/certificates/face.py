"""The face of a certificate: its content turned into the words of the paper, ready to be laid out."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sojourn.certificates.content import CertificateContent, Issuer
from sojourn.certificates.face_a1 import sections_of_a1
from sojourn.certificates.face_parts import (
    Field,
    Languages,
    drawn,
    employer_fields,
    instrument_titles,
    joined,
    padded,
    person_fields,
    work_fields,
)
from sojourn.certificates.labels import (
    Words,
    code_words,
    country_words,
    date_words,
    length_words,
    words,
    written_languages,
)
from sojourn.certificates.number import spaced_secret
from sojourn.certificates.status_list import StatusReference
from sojourn.papers.codes import square_code


@dataclass(frozen=True, slots=True)
class Issue:
    """What is known only at the moment of issue. A specimen says across each page that it is none.

    `status`: where verifiers find its status; None for a specimen and for certificates from before there were lists.
    `offline_code`: what is checked without a network; None where there was no key to sign it.
    """

    number: str
    secret: str = field(repr=False)
    issued_on: date
    base_url: str
    demonstration: bool
    specimen: bool = False
    status: StatusReference | None = None
    offline_code: str | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where the certificate can be checked, with its secret."""
        return f"{self.base_url}/c/{self.number}/{self.secret}"


def face(content: CertificateContent, issue: Issue) -> dict[str, Any]:
    """Everything that the layout prints, in the languages of the content, as plain data."""
    languages = written_languages(content.languages)
    return {
        "languages": list(languages),
        "number": issue.number,
        "title": words(f"title_{content.kind}", languages),
        "subject": words(f"subject_{content.kind}", languages[:1], number=issue.number)[0],
        "number_label": words("number", languages),
        "statement": words("statement_exempt" if content.exempt else "statement", languages),
        "issuer": _issuer(content.issuer),
        "issued": {"label": words("issued_on", languages), "value": date_words(issue.issued_on, languages)},
        "bar": _bar(content, languages),
        "sections": _sections(content, languages)
        if content.kind == "coverage"
        else sections_of_a1(content, languages),
        "check": _check(issue, languages),
        "seal": {
            "label": words("seal", languages),
            "words": words("seal_words", languages),
        },
        "attachment": words("attachment", languages[:1])[0],
        "foot": {
            "law": words("law_data", languages[:1], version=content.law_version_on_paper)[0],
            "page": words("page", languages[:1], n="{n}", total="{total}")[0],
            "demonstration": words("demonstration", languages) if issue.demonstration else [],
        },
        "specimen": words("specimen", languages) if issue.specimen else [],
    }


def _bar(content: CertificateContent, languages: Languages) -> dict[str, Any]:
    """The period bar: solid for what is certified, to scale against the latest end that the law allows."""
    start, end, limit = content.period_start, content.period_end, content.period_limit
    bar: dict[str, Any] = {
        "home": country_words(content.legislation, languages),
        "home_label": words("insured_in", languages),
        "host": country_words(content.host, languages),
        "host_label": words("works_in", languages),
        "start": {"label": words("from", languages), "value": date_words(start, languages)},
        "end": {"label": words("to", languages), "value": words("no_end", languages)},
        "length": [],
        "limit": None,
        "tick": False,
        "open": end is None,
        "share": 1.0,
    }
    if end is not None:
        bar["end"]["value"] = date_words(end, languages)
        bar["length"] = length_words(start, end, languages)
        if limit is not None and limit >= end:
            bar["share"] = ((end - start).days + 1) / ((limit - start).days + 1)
            bar["tick"] = True
            if limit > end:
                bar["limit"] = {
                    "label": words("latest_end", languages),
                    "value": date_words(limit, languages),
                }
    return bar


def _sections(content: CertificateContent, languages: Languages) -> list[dict[str, Any]]:
    sections = [
        {"heading": words("person", languages), "fields": person_fields(content.holder, languages)},
        {"heading": _employer_heading(content, languages), "fields": employer_fields(content, languages)},
        {"heading": words("work", languages), "fields": work_fields(content, languages)},
        {"heading": words("law", languages), "fields": _law(content, languages)},
    ]
    return [section for section in sections if section["fields"]]


def _employer_heading(content: CertificateContent, languages: Languages) -> Words:
    return words("business" if content.self_employed else "employer", languages)


def _law(content: CertificateContent, languages: Languages) -> list[Field]:
    title_label = "agreement" if content.kind == "coverage" else "regulation"
    fields = [
        {"label": words(title_label, languages), "wide": True, **instrument_titles(content, languages)},
        drawn("legislation", country_words(content.legislation, languages), languages),
    ]
    if content.article:
        fields.insert(1, drawn("article", [content.article], languages, strong=True))
    rule = code_words("categories", content.category, languages)
    fields.append(drawn("category", rule, languages, wide=content.form is None))
    if content.form:
        fields.append(drawn("form", [content.form], languages))
    for exemption in content.exempt:
        branches = [code_words("branches", code, languages) for code in exemption.branches]
        countries = country_words(exemption.country, languages)
        label = [
            f"{text} {country}"
            for text, country in zip(
                padded(words("exempt_in", languages), languages), padded(countries, languages), strict=True
            )
        ]
        fields.append({"label": label, "value": joined(branches, languages), "wide": True})
    return fields


def _issuer(issuer: Issuer) -> dict[str, Any]:
    contact = [line for line in (issuer.phone, issuer.email, issuer.url) if line]
    return {
        "name": issuer.name,
        "lines": [line for line in (", ".join(issuer.address), " · ".join(contact)) if line],
    }


def _check(issue: Issue, languages: Languages) -> dict[str, Any]:
    place = f"{issue.base_url}/verify".removeprefix("https://").removeprefix("http://")
    check: dict[str, Any] = {
        "label": words("check", languages),
        "how": words("check_how", languages, address=place),
        "person": words("check_person", languages),
        "code_label": words("check_code", languages),
        "code": spaced_secret(issue.secret),
        "qr": square_code(issue.address).svg,
        "qr_alt": words("qr_alt", languages[:1], number=issue.number)[0],
        "offline": None,
    }
    if issue.offline_code is not None:
        check["offline"] = {
            "online_label": words("code_online", languages),
            "label": words("code_offline", languages),
            "how": words("check_offline", languages),
            "qr": square_code(issue.offline_code).svg,
            "qr_alt": words("qr_offline_alt", languages[:1], number=issue.number)[0],
        }
    return check
