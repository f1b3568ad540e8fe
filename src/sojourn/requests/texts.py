"""Codes of this room in words, in each language. Questions have their words in law/facts.yaml, sentences theirs
in `sentences`."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from babel.dates import format_date

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import Applicant, Facts, Words
from sojourn.engine.telling import typesetting
from sojourn.requests.countries import LANGUAGES, country_name
from sojourn.requests.sentences import SENTENCES
from sojourn.requests.states import State

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
_MONTHS: Final = {"en": "MMMM y", "de": "MMMM y", "fr": "MMMM y", "es": "MMMM 'de' y"}

STATES: Final[dict[str, dict[str, str]]] = {
    State.DRAFT: {
        "en": "Not sent yet",
        "de": "Noch nicht abgesandt",
        "fr": "Pas encore envoyée",
        "es": "Sin enviar",
    },
    State.SUBMITTED: {
        "en": "Received, being looked at",
        "de": "Eingegangen, wird geprüft",
        "fr": "Reçue, en cours d’examen",
        "es": "Recibida, en examen",
    },
    State.INFORMATION_REQUESTED: {
        "en": "We need something from you",
        "de": "Wir brauchen etwas von Ihnen",
        "fr": "Nous avons besoin de quelque chose de vous",
        "es": "Necesitamos algo de usted",
    },
    State.APPROVED: {
        "en": "Certificate issued",
        "de": "Bescheinigung ausgestellt",
        "fr": "Certificat délivré",
        "es": "Certificado expedido",
    },
    State.REFUSED: {
        "en": "No certificate: here is why",
        "de": "Keine Bescheinigung: hier steht, warum",
        "fr": "Pas de certificat\u202f: voici pourquoi",
        "es": "Sin certificado: aquí está el motivo",
    },
    State.FORWARDED: {"en": "Sent on", "de": "Weitergeleitet", "fr": "Transmise", "es": "Remitida"},
    State.DISCONTINUED: {
        "en": "Closed without a decision on the certificate",
        "de": "Ohne Entscheidung über die Bescheinigung abgeschlossen",
        "fr": "Close sans décision sur le certificat",
        "es": "Cerrada sin decisión sobre el certificado",
    },
    State.PACKAGE_READY: {
        "en": "Ready for you to send",
        "de": "Bereit zum Absenden durch Sie",
        "fr": "Prête à être envoyée par vous",
        "es": "Lista para que usted la envíe",
    },
    State.PACKAGE_SENT: {
        "en": "Sent by you, waiting for the answer",
        "de": "Von Ihnen abgesandt, Antwort steht aus",
        "fr": "Envoyée par vous, réponse attendue",
        "es": "Enviada por usted, a la espera de respuesta",
    },
    State.CERTIFICATE_RECEIVED: {
        "en": "Certificate received",
        "de": "Bescheinigung erhalten",
        "fr": "Certificat reçu",
        "es": "Certificado recibido",
    },
    State.PACKAGE_ANSWERED: {
        "en": "Answer received",
        "de": "Antwort erhalten",
        "fr": "Réponse reçue",
        "es": "Respuesta recibida",
    },
    State.WITHDRAWN: {
        "en": "Withdrawn by you",
        "de": "Von Ihnen zurückgezogen",
        "fr": "Retirée par vous",
        "es": "Retirada por usted",
    },
}


def day_words(day: date, language: str) -> str:
    """A day as people write it, held together by non-breaking spaces: 1 March 2027."""
    return typesetting.day(day, _known(language)).replace(" ", NO_BREAK_SPACE)


def state_words(state: str, language: str) -> str:
    """A request's state in words."""
    return STATES[State(state)][_known(language)]


def sentence(code: str, params: Mapping[str, object], language: str) -> str:
    """The sentence of a code of this room, with its values told in `language`. Raises KeyError if unknown."""
    language = _known(language)
    values = {name: _told(name, value, language) for name, value in params.items()}
    return SENTENCES[code][language].format(**values)


def problem_text(
    problem: Problem, facts: Facts, language: str, applicant: Applicant = Applicant.EMPLOYER
) -> str:
    """The sentence for a problem of an answer, in the words of its question."""
    words = _words_of(problem.field, facts, language, applicant)
    if problem.code == "missing" and words:
        row = _column_missing(problem.field, words)
        if row or words.missing:
            return row or words.missing or ""
    return sentence(problem.code, {"thing": _thing(problem.field, words), **problem.params}, language)


def fact_id_of(field: str, facts: Facts) -> str | None:
    """The question to which a problem's field belongs: `history` for `history[0].start.day`."""
    if field in facts:
        return field
    inside = [fact.id for fact in facts.facts if field.startswith((f"{fact.id}.", f"{fact.id}["))]
    return max(inside, key=len, default=None)


_COLUMN = re.compile(r"\[\d+\]\.([a-z_]+)")


def _words_of(field: str, facts: Facts, language: str, applicant: Applicant) -> Words | None:
    fact_id = fact_id_of(field, facts)
    return facts[fact_id].words_in(language, applicant) if fact_id else None


def _column_missing(field: str, words: Words) -> str | None:
    column = _column_of(field, words)
    return words.columns[column].missing if column else None


def _column_of(field: str, words: Words) -> str | None:
    found = _COLUMN.findall(field)
    return found[-1] if found and found[-1] in words.columns else None


def _thing(field: str, words: Words | None) -> str:
    if words is None:
        return field[:40]
    column = _column_of(field, words)
    return words.columns[column].label if column else words.name


def _told(name: str, value: object, language: str) -> object:
    if isinstance(value, date):
        if name == "month":
            return format_date(value, _MONTHS[language], locale=language).replace(" ", NO_BREAK_SPACE)
        return day_words(value, language)
    if name == "country":
        return country_name(str(value), language)
    if name == "state":
        return state_words(str(value), language)
    return value


def _known(language: str) -> str:
    return language if language in LANGUAGES else "en"
