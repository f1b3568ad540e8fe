"""The sections of an A1, numbered as the portable document numbers them."""

from typing import Any

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.face_parts import (
    Field,
    Languages,
    address_lines,
    drawn,
    employer_fields,
    instrument_titles,
    person_fields,
    work_fields,
)
from sojourn.certificates.labels import Words, country_words, date_words, words


def sections_of_a1(content: CertificateContent, languages: Languages) -> list[dict[str, Any]]:
    """Sections 1 to 5 of the A1; section 6, the institution, is the head and the seal of the paper."""
    activity = "a1_4_business" if content.self_employed else "a1_4_employer"
    return [
        {"heading": words("a1_1", languages), "fields": _holder(content, languages)},
        {"heading": words("a1_2", languages), "fields": _legislation(content, languages)},
        {"heading": words("a1_3", languages), "fields": _status(content, languages)},
        {"heading": words(activity, languages), "fields": employer_fields(content, languages)},
        {"heading": words("a1_5", languages), "fields": work_fields(content, languages)},
    ]


def _holder(content: CertificateContent, languages: Languages) -> list[Field]:
    fields = person_fields(content.holder, languages)
    if content.holder.birth_name:
        fields.append(drawn("birth_name", [content.holder.birth_name], languages))
    if content.holder.residence:
        lines = address_lines(content.holder.residence, languages)
        fields.append(drawn("residence", lines, languages, lines=True))
    return fields


def _legislation(content: CertificateContent, languages: Languages) -> list[Field]:
    end = content.period_end
    fields = [
        drawn("legislation", country_words(content.legislation, languages), languages, strong=True),
        drawn("from", date_words(content.period_start, languages), languages),
        drawn("to", date_words(end, languages) if end else words("no_end", languages), languages),
        {"label": words("regulation", languages), "wide": True, **instrument_titles(content, languages)},
    ]
    if content.provisional:
        fields.append(drawn("provisional", words("provisional_yes", languages), languages, wide=True))
    return fields


def _status(content: CertificateContent, languages: Languages) -> list[Field]:
    fields = []
    if content.status_code:
        fields.append(drawn("status_code", _named_status(content.status_code, languages), languages))
    if content.article:
        fields.append(drawn("article", [content.article], languages, strong=True))
    return fields


def _named_status(code: str, languages: Languages) -> Words:
    first, *others = words(f"a1_status_{code}", languages)
    return [f"{code} {first}", *others]
