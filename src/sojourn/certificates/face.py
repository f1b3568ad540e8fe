"""The face of a certificate: its content turned into the words of the paper, ready to be laid out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import segno

from sojourn.certificates.content import CertificateContent, Employer, Holder, Issuer, Workplace
from sojourn.certificates.labels import (
    Words,
    code_words,
    country_words,
    date_words,
    length_words,
    number_kind_words,
    words,
    written_languages,
)
from sojourn.certificates.number import spaced_secret

type Languages = tuple[str, ...]
type Field = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Issue:
    """What is known only at the moment of issue. A specimen says across each page that it is none."""

    number: str
    secret: str = field(repr=False)
    issued_on: date
    base_url: str
    demonstration: bool
    specimen: bool = False

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
        "sections": _sections(content, languages),
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


def _titles(content: CertificateContent, languages: Languages) -> Field:
    """The instrument's title in the paper's languages, then in the others it is known in."""
    known = [
        language for language in dict.fromkeys((*languages, *content.titles)) if language in content.titles
    ]
    return {"value": [content.titles[language] for language in known], "languages": known}


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
        {"heading": words("person", languages), "fields": _person(content.holder, languages)},
        {"heading": _employer_heading(content, languages), "fields": _employer(content, languages)},
        {"heading": words("work", languages), "fields": _work(content, languages)},
        {"heading": words("law", languages), "fields": _law(content, languages)},
    ]
    return [section for section in sections if section["fields"]]


def _person(holder: Holder, languages: Languages) -> list[Field]:
    fields = [
        _field("family_name", [holder.family_name], languages, strong=True),
        _field("given_names", [holder.given_names], languages, strong=True),
        _field("birth_date", date_words(holder.birth_date, languages), languages),
    ]
    if holder.birth_place:
        fields.append(_field("birth_place", [holder.birth_place], languages))
    if holder.nationalities:
        each = [country_words(code, languages) for code in holder.nationalities]
        fields.append(_field("nationality", _joined(each, languages), languages))
    if holder.number and holder.number_kind:
        fields.append({"label": number_kind_words(holder.number_kind, languages), "value": [holder.number]})
    if holder.host_number:
        fields.append(_field("host_number", [holder.host_number], languages))
    return fields


def _employer_heading(content: CertificateContent, languages: Languages) -> Words:
    return words("business" if content.self_employed else "employer", languages)


def _employer(content: CertificateContent, languages: Languages) -> list[Field]:
    employer = content.employer
    if employer is None:
        return [_field("self_employed", words("self_employed_yes", languages), languages)]
    return [
        _field("name", [employer.name], languages, strong=True),
        _field("address", _address(employer, languages), languages, lines=True),
    ]


def _work(content: CertificateContent, languages: Languages) -> list[Field]:
    places = content.workplaces
    if not places:
        host = [*country_words(content.host, languages), *words("no_fixed_place", languages)]
        return [_field("workplace", host, languages, lines=True)]
    if len(places) == 1:
        return _named_place(places[0], languages)
    return [
        {"label": words("workplace_n", languages, n=at), "value": _place(place, languages), "lines": True}
        for at, place in enumerate(places, start=1)
    ]


def _named_place(place: Workplace, languages: Languages) -> list[Field]:
    address = _field("address", _address(place, languages), languages, lines=True)
    return [_field("workplace", [place.name], languages, strong=True), address] if place.name else [address]


def _law(content: CertificateContent, languages: Languages) -> list[Field]:
    title_label = "agreement" if content.kind == "coverage" else "regulation"
    fields = [
        {"label": words(title_label, languages), "wide": True, **_titles(content, languages)},
        _field("legislation", country_words(content.legislation, languages), languages),
    ]
    if content.article:
        fields.insert(1, _field("article", [content.article], languages, strong=True))
    rule = code_words("categories", content.category, languages)
    fields.append(_field("category", rule, languages, wide=content.form is None))
    if content.form:
        fields.append(_field("form", [content.form], languages))
    for exemption in content.exempt:
        branches = [code_words("branches", code, languages) for code in exemption.branches]
        countries = country_words(exemption.country, languages)
        label = [
            f"{text} {country}"
            for text, country in zip(
                _padded(words("exempt_in", languages), languages), _padded(countries, languages), strict=True
            )
        ]
        fields.append({"label": label, "value": _joined(branches, languages), "wide": True})
    return fields


def _issuer(issuer: Issuer) -> dict[str, Any]:
    contact = [line for line in (issuer.phone, issuer.email, issuer.url) if line]
    return {
        "name": issuer.name,
        "lines": [line for line in (", ".join(issuer.address), " · ".join(contact)) if line],
    }


def _check(issue: Issue, languages: Languages) -> dict[str, Any]:
    code = segno.make(issue.address, error="m", micro=False, boost_error=False)
    place = f"{issue.base_url}/verify".removeprefix("https://").removeprefix("http://")
    return {
        "label": words("check", languages),
        "how": words("check_how", languages, address=place),
        "person": words("check_person", languages),
        "code_label": words("check_code", languages),
        "code": spaced_secret(issue.secret),
        "qr": code.svg_inline(border=0, dark="#000"),
        "qr_alt": words("qr_alt", languages[:1], number=issue.number)[0],
    }


def _field(
    label: str,
    value: Words,
    languages: Languages,
    *,
    strong: bool = False,
    wide: bool = False,
    lines: bool = False,
) -> Field:
    return {"label": words(label, languages), "value": value, "strong": strong, "wide": wide, "lines": lines}


def _address(place: Employer | Workplace, languages: Languages) -> Words:
    state = getattr(place, "state", None)
    town = [" ".join(part for part in (place.postcode, place.city) if part)]
    if isinstance(place, Employer) and place.country == "US":
        # American addresses put the state and the ZIP code after the city.
        town = [
            ", ".join(
                part for part in (place.city, " ".join(p for p in (state, place.postcode) if p)) if part
            )
        ]
        state = None
    country = " / ".join(country_words(place.country, languages))
    return [line for line in (place.street, *town, state, country) if line]


def _place(place: Workplace, languages: Languages) -> Words:
    return [line for line in (place.name, *_address(place, languages)) if line]


def _joined(each: Sequence[Words], languages: Languages) -> Words:
    """Several things in one value: one enumeration for each language."""
    wordings = [", ".join(_padded(item, languages)[at] for item in each) for at in range(len(languages))]
    return list(dict.fromkeys(wordings))


def _padded(wordings: Words, like: Sequence[str]) -> Words:
    """A wording that is the same in every language is kept once; here it stands for each again."""
    return wordings + wordings[-1:] * (len(like) - len(wordings))
