"""Every sentence of the law in every language: it renders whatever the values, and it keeps to its language."""

import re
from datetime import date
from string import Formatter
from typing import Any

import pytest
from babel import Locale

from sojourn.engine import load_law
from sojourn.engine.lawbook.law import Term
from sojourn.engine.telling import texts
from sojourn.engine.telling.citing import article_words, of_title
from sojourn.engine.telling.typesetting import LANGUAGES, NARROW_NO_BREAK, day, typeset
from sojourn.engine.words.vocabulary import WORDS

LAW = load_law()
# One country for each way in which a name joins with its article and preposition.
COUNTRIES = (
    "FR",
    "JP",
    "DE",
    "US",
    "BB",
    "NF",
    "MT",
    "OM",
    "IL",
    "GB",
    "IN",
    "NL",
    "BS",
    "SV",
    "CA-QC",
    "XZ",
)
DAY = date(2027, 3, 1)
# Articles that would have to melt with the preposition before them.
UNMELTED = {
    "fr": re.compile(r"\b(?:de les?|à les?|de l['’]États|du les?|en les?|au les?|que en|que aux?|que à) "),
    "es": re.compile(r"\b(?:de|a) el "),
    "de": re.compile(r"\b(?:in|aus|nach|von) (?:Niederlande|Schweiz|Vereinigte) "),
    "en": re.compile(r"\bthe the\b"),
}


def placeholders(template: str) -> dict[str, str]:
    return {name: form or "" for _, name, form, _ in Formatter().parse(template) if name}


def values_for(code: str, country: str) -> dict[str, Any]:
    """Values for all placeholders of a sentence, in whichever language they stand."""
    found: dict[str, Any] = {}
    for template in LAW.sentences[code].values():
        for name, form in placeholders(template).items():
            found[name] = a_value(form, country)
    return found


def a_value(form: str, country: str) -> Any:
    if form in texts.COUNTRY_FORMS:
        return country
    if form in texts.LISTS:
        return (country, "ES")
    return {
        "date": DAY,
        "term": 24,
        "term_dative": 24,
        "branches": ("old_age", "sickness"),
        "article": "6(2)",
        "sentence": (None, ()),
        "of_title": "l’accord",
    }.get(form, "something")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_of_every_condition_is_said(language: str) -> None:
    for word in WORDS.values():
        for variant in word.variants:
            assert LAW.sentences[f"{word.name}.{variant}"].get(language), f"{word.name}.{variant}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_sentence_renders_whole(language: str, country: str) -> None:
    for code in LAW.sentences:
        said = texts.sentence(LAW, code, language, values_for(code, country))
        assert "{" not in said, code
        assert "None" not in said, code
        assert not re.search(r"^ | $|  ", said), code
        assert not UNMELTED[language].search(said.replace("El Salvador", "")), (code, said)
        if language == "fr":
            assert not re.search(r"(?<!\d) [:;?!»]", said), (code, said)


@pytest.mark.parametrize("code", LAW.sentences)
def test_the_languages_of_a_sentence_speak_of_the_same_values(code: str) -> None:
    """A language may do without a value, but may not want one that the English sentence does not have."""
    sentences = LAW.sentences[code]
    known = set(placeholders(sentences["en"])) | {"comma"}
    if code == "citation.article":
        known.add("title")
    for language in LANGUAGES:
        strange = set(placeholders(sentences[language])) - known
        assert strange <= set(placeholders(sentences["de"])) & {"home", "host"}, (code, language, strange)


@pytest.mark.parametrize("code", LAW.sentences)
def test_a_sentence_ends_as_one_in_every_language(code: str) -> None:
    if not code.startswith("citation."):
        ends = {LAW.sentences[code][language].endswith((".", ":", "}")) for language in LANGUAGES}
        assert len(ends) == 1


@pytest.mark.parametrize(
    ("code", "form", "english", "german", "french", "spanish"),
    [
        (
            "US",
            "in",
            "in the United States",
            "in den Vereinigten Staaten",
            "aux États-Unis",
            "en los Estados Unidos",
        ),
        (
            "US",
            "of",
            "of the United States",
            "der Vereinigten Staaten",
            "des États-Unis",
            "de los Estados Unidos",
        ),
        ("JP", "to", "to Japan", "nach Japan", "au Japon", "a Japón"),
        ("FR", "from", "from France", "aus Frankreich", "de France", "de Francia"),
        ("DE", "name", "Germany", "Deutschland", "l’Allemagne", "Alemania"),
        ("CH", "between", "Switzerland", "der Schweiz", "la Suisse", "Suiza"),
        ("IL", "in", "in Israel", "in Israel", "en Israël", "en Israel"),
        (
            "GB",
            "to",
            "to the United Kingdom",
            "in das Vereinigte Königreich",
            "au Royaume-Uni",
            "al Reino Unido",
        ),
        ("SV", "from", "from El Salvador", "aus El Salvador", "du Salvador", "de El Salvador"),
        ("CA-QC", "in", "in Quebec", "in Québec", "au Québec", "en Quebec"),
    ],
)
def test_a_country_joins_with_its_preposition(
    code: str, form: str, english: str, german: str, french: str, spanish: str
) -> None:
    said = [texts.country(LAW, code, language, form) for language in LANGUAGES]
    assert said == [english, german, french, spanish]


def test_every_country_has_every_form_in_every_language() -> None:
    for code in LAW.labels["countries"]:
        for language in LANGUAGES:
            forms = {form: texts.country(LAW, code, language, form) for form in texts.COUNTRY_FORMS}
            assert all(forms.values()), code
            assert "{" not in "".join(forms.values()), code


@pytest.mark.parametrize(
    ("article", "german", "french", "spanish"),
    [
        ("6(2)", "6 Absatz 2", "6, paragraphe 2", "6(2)"),
        (
            "13(1)(b)(iii)",
            "13 Absatz 1 Buchstabe b Ziffer iii",
            "13, paragraphe 1, point b), sous iii)",
            "13(1)(b)(iii)",
        ),
        ("5.3(c)", "5.3 Buchstabe c", "5.3, point c)", "5.3(c)"),
        ("SSC.11(1)(a)", "SSC.11 Absatz 1 Buchstabe a", "SSC.11, paragraphe 1, point a)", "SSC.11(1)(a)"),
        ("V", "V", "V", "V"),
        ("Decision A2 3(c)", "Decision A2 3(c)", "Decision A2 3(c)", "Decision A2 3(c)"),
    ],
)
def test_an_article_is_written_as_the_language_writes_it(
    article: str, german: str, french: str, spanish: str
) -> None:
    said = [article_words(article, language) for language in LANGUAGES]
    assert said == [article, german, french, spanish]


@pytest.mark.parametrize(
    ("language", "title", "joined"),
    [
        ("en", "the U.S.–German agreement", "of the U.S.–German agreement"),
        ("de", "Abkommen USA–Deutschland", "des Abkommens USA–Deutschland"),
        (
            "de",
            "das Nordische Abkommen über soziale Sicherheit",
            "des Nordischen Abkommens über soziale Sicherheit",
        ),
        ("de", "die EU-Regeln zur sozialen Sicherheit", "der EU-Regeln zur sozialen Sicherheit"),
        ("de", "Nordisches Abkommen", "(Nordisches Abkommen)"),
        ("fr", "le protocole", "du protocole"),
        ("fr", "les règles européennes", "des règles européennes"),
        ("fr", "l’accord", "de l’accord"),
        ("es", "el convenio", "del convenio"),
        ("es", "las normas europeas", "de las normas europeas"),
    ],
)
def test_an_agreement_stands_in_the_genitive_after_its_article(
    language: str, title: str, joined: str
) -> None:
    assert of_title(title, language) == joined


def test_an_agreement_without_a_short_name_is_called_after_its_parties() -> None:
    instrument = LAW.instruments["us-de"]
    assert texts.title(LAW, instrument, "en") == "the U.S.–German agreement"
    assert texts.title(LAW, instrument, "fr") == "l’accord entre les États-Unis et l’Allemagne"
    assert texts.title(LAW, instrument, "es") == "el convenio entre los Estados Unidos y Alemania"


def test_days_are_written_out() -> None:
    assert [day(DAY, language) for language in LANGUAGES] == [
        "1 March 2027",
        "1. März 2027",
        "1er mars 2027",
        "1 de marzo de 2027",
    ]


def test_terms_are_counted_in_their_own_unit() -> None:
    assert [texts.term(LAW, 1, "month", language) for language in LANGUAGES] == [
        "1 month",
        "1 Monat",
        "1 mois",
        "1 mes",
    ]
    weeks = {"months": None, "weeks": 52}
    assert Term(None, 52, False).weeks == weeks["weeks"]
    assert "at most 52 weeks" in texts.sentence(LAW, "rule.posted_employee", "en", weeks)
    assert "höchstens 52 Wochen" in texts.sentence(LAW, "rule.posted_employee", "de", weeks)


def test_french_marks_do_not_stand_alone_and_spanish_joints_bend() -> None:
    assert typeset("Pourquoi ? « oui » : non", "fr") == (
        f"Pourquoi{NARROW_NO_BREAK}? «{NARROW_NO_BREAK}oui{NARROW_NO_BREAK}»{NARROW_NO_BREAK}: non"
    )
    assert typeset("Il ne travaille que en France et que aux Pays-Bas.", "fr") == (
        "Il ne travaille qu’en France et qu’aux Pays-Bas."
    )
    assert typeset("España y Italia, Perú o Omán", "es") == "España e Italia, Perú u Omán"
    assert typeset("uno y hielo", "es") == "uno y hielo"


# Names that differ from CLDR on purpose: as agreements call the country, or shorter.
OWN_NAMES = {
    "fr": {"CD", "CG", "HK", "KP", "KR", "MM", "MO", "VA"},
    "es": {"AX", "CG", "HK", "KP", "KR", "MM", "MO", "UM", "VI"},
}


@pytest.mark.parametrize("language", OWN_NAMES)
def test_countries_are_called_as_in_cldr(language: str) -> None:
    names = Locale(language).territories
    differing = {
        code
        for code in LAW.labels["countries"]
        if code in names and texts.country(LAW, code, language, "plain") != names[code]
    }
    assert differing == OWN_NAMES[language]


def test_french_articles_melt_with_a_vowel() -> None:
    for code in LAW.labels["countries"]:
        said = " ".join(texts.country(LAW, code, "fr", form) for form in texts.COUNTRY_FORMS - {"plain"})
        assert not re.search(r"\b(?:la|le|du|de|au) [AEIOUÉÎ]", said.replace("du El", "")), (code, said)
