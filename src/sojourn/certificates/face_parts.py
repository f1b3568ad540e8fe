"""Parts of a certificate's face that every kind of certificate has: who, for whom, where."""

from collections.abc import Sequence
from typing import Any

from sojourn.certificates.content import CertificateContent, Employer, Holder, Residence, Workplace
from sojourn.certificates.labels import Words, country_words, date_words, number_kind_words, words

type Languages = tuple[str, ...]
type Field = dict[str, Any]


def instrument_titles(content: CertificateContent, languages: Languages) -> Field:
    """The instrument's title in the paper's languages, then in the others it is known in."""
    known = [
        language for language in dict.fromkeys((*languages, *content.titles)) if language in content.titles
    ]
    return {"value": [content.titles[language] for language in known], "languages": known}


def person_fields(holder: Holder, languages: Languages) -> list[Field]:
    """Name, birth, nationality and numbers of the holder."""
    fields = [
        drawn("family_name", [holder.family_name], languages, strong=True),
        drawn("given_names", [holder.given_names], languages, strong=True),
        drawn("birth_date", date_words(holder.birth_date, languages), languages),
    ]
    if holder.birth_place:
        fields.append(drawn("birth_place", [holder.birth_place], languages))
    if holder.nationalities:
        each = [country_words(code, languages) for code in holder.nationalities]
        fields.append(drawn("nationality", joined(each, languages), languages))
    if holder.number and holder.number_kind:
        fields.append({"label": number_kind_words(holder.number_kind, languages), "value": [holder.number]})
    if holder.host_number:
        fields.append(drawn("host_number", [holder.host_number], languages))
    return fields


def employer_fields(content: CertificateContent, languages: Languages) -> list[Field]:
    """The employer, or that the person works as self-employed."""
    employer = content.employer
    if employer is None:
        return [drawn("self_employed", words("self_employed_yes", languages), languages)]
    return [
        drawn("name", [employer.name], languages, strong=True),
        drawn("address", address_lines(employer, languages), languages, lines=True),
    ]


def work_fields(content: CertificateContent, languages: Languages) -> list[Field]:
    """The places of work; the country alone where there is none."""
    places = content.workplaces
    if not places:
        host = [*country_words(content.host, languages), *words("no_fixed_place", languages)]
        return [drawn("workplace", host, languages, lines=True)]
    if len(places) == 1:
        return _named_place(places[0], languages)
    return [
        {"label": words("workplace_n", languages, n=at), "value": _place(place, languages), "lines": True}
        for at, place in enumerate(places, start=1)
    ]


def _named_place(place: Workplace, languages: Languages) -> list[Field]:
    address = drawn("address", address_lines(place, languages), languages, lines=True)
    return [drawn("workplace", [place.name], languages, strong=True), address] if place.name else [address]


def drawn(
    label: str,
    value: Words,
    languages: Languages,
    *,
    strong: bool = False,
    wide: bool = False,
    lines: bool = False,
) -> Field:
    """One labelled value as the layout takes it: strong, over the whole width, or one wording a line."""
    return {"label": words(label, languages), "value": value, "strong": strong, "wide": wide, "lines": lines}


def address_lines(place: Employer | Workplace | Residence, languages: Languages) -> Words:
    """An address as its country writes it, the country last."""
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
    return [line for line in (place.name, *address_lines(place, languages)) if line]


def joined(each: Sequence[Words], languages: Languages) -> Words:
    """Several things in one value: one enumeration for each language."""
    wordings = [", ".join(padded(item, languages)[at] for item in each) for at in range(len(languages))]
    return list(dict.fromkeys(wordings))


def padded(wordings: Words, like: Sequence[str]) -> Words:
    """A wording that is the same in every language is kept once; here it stands for each again."""
    return wordings + wordings[-1:] * (len(like) - len(wordings))
