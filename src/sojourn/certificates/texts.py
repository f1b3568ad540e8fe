"""The words of a verdict, of its checks and of this room's errors, by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sojourn.certificates.labels import date_words
from sojourn.certificates.verdict import Check, Code, Modifier, Reason, Result, Shown, Verdict

type Wordings = Mapping[str, str]
type Key = tuple[Code, Reason | str | None]

FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One thing looked at, and how it came out."""

    sentence: str
    result: Result


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """A verdict as a person reads it."""

    headline: str
    sentence: str
    modifiers: tuple[str, ...]
    checks: tuple[CheckWords, ...]
    not_proven: tuple[str, ...]


def verdict_words(verdict: Verdict, language: str) -> VerdictWords:
    """The verdict in this language (English where it is not written)."""
    values = _values(verdict, language)
    key = _key(verdict)
    return VerdictWords(
        headline=_say(_HEADLINES[_headline_key(key)], language, values),
        sentence=_say(_SENTENCES[key], language, values),
        modifiers=tuple(_say(_MODIFIERS[each], language, values) for each in verdict.modifiers),
        checks=tuple(_check_words(check, language) for check in verdict.checks),
        not_proven=tuple(_say(_NOT_PROVEN[each], language, {}) for each in verdict.not_proven),
    )


def error_words(code: str, language: str, **values: object) -> str:
    """One of this room's error codes in words. Raises KeyError for a code of another room."""
    return _say(_ERRORS[code], language, {name: str(value) for name, value in values.items()})


def _key(verdict: Verdict) -> Key:
    """Which sentence tells this verdict: its reason, or what its dates need."""
    if verdict.code is Code.IN_FORCE and verdict.certificate is not None:
        begun = Modifier.NOT_BEGUN not in verdict.modifiers
        ends = verdict.certificate.period_end is not None
        return Code.IN_FORCE, f"{'begun' if begun else 'not_begun'}_{'ends' if ends else 'open'}"
    return verdict.code, verdict.reason


def _headline_key(key: Key) -> Key:
    code, detail = key
    if code is Code.IN_FORCE:
        return code, "not_begun" if str(detail).startswith("not_begun") else None
    return code, None


def _values(verdict: Verdict, language: str) -> dict[str, str]:
    values = {"sealed_by": verdict.sealed_by or ""}
    shown: Shown | None = verdict.certificate
    if shown is None:
        return values
    days = {
        "issued_on": shown.issued_on,
        "start": shown.period_start,
        "end": shown.period_end,
        "changed_on": shown.changed_on,
        "effective_on": shown.effective_on,
    }
    written = {name: date_words(day, (_written(language),))[0] for name, day in days.items() if day}
    return values | written | {"issuer": shown.issuer}


def _check_words(check: Check, language: str) -> CheckWords:
    return CheckWords(_say(CHECKS[check.code][check.result], language, {}), check.result)


def _say(wordings: Wordings, language: str, values: Mapping[str, str]) -> str:
    return wordings[_written(language)].format(**values)


def _written(language: str) -> str:
    short = language.split("-")[0]
    return short if short in _HEADLINES[Code.IN_FORCE, None] else FALLBACK


_HEADLINES: Final[Mapping[Key, Wordings]] = {
    (Code.IN_FORCE, None): {"en": "Genuine and in force.", "de": "Echt und gültig."},
    (Code.IN_FORCE, "not_begun"): {"en": "Genuine, but not begun.", "de": "Echt, aber noch nicht begonnen."},
    (Code.ENDED, None): {"en": "Genuine, but ended on {end}.", "de": "Echt, aber am {end} abgelaufen."},
    (Code.SUPERSEDED, None): {
        "en": "Genuine, but replaced on {changed_on}.",
        "de": "Echt, aber am {changed_on} ersetzt.",
    },
    (Code.WITHDRAWN, None): {
        "en": "Withdrawn on {changed_on}, with effect from {effective_on}.",
        "de": "Zurückgezogen am {changed_on}, mit Wirkung vom {effective_on}.",
    },
    (Code.ALTERED, None): {"en": "Altered.", "de": "Verändert."},
    (Code.NO_MATCH, None): {
        "en": "We cannot match this number and code.",
        "de": "Nummer und Code passen zu keiner Bescheinigung.",
    },
    (Code.NOT_OURS, None): {"en": "Not ours.", "de": "Nicht von hier."},
    (Code.CANNOT_CHECK, None): {"en": "Cannot be checked now.", "de": "Jetzt nicht prüfbar."},
}

_NO_STATEMENT: Final = {
    "en": "This says nothing about whether it is genuine.",
    "de": "Das sagt nichts darüber, ob sie echt ist.",
}

_SENTENCES: Final[Mapping[Key, Wordings]] = {
    (Code.IN_FORCE, "begun_ends"): {
        "en": "Issued by {issuer} on {issued_on}. Valid today: {start} to {end}.",
        "de": "Ausgestellt von {issuer} am {issued_on}. Heute gültig: {start} bis {end}.",
    },
    (Code.IN_FORCE, "begun_open"): {
        "en": "Issued by {issuer} on {issued_on}. Valid today: from {start}, no end fixed.",
        "de": "Ausgestellt von {issuer} am {issued_on}. Heute gültig: ab {start}, ohne festes Ende.",
    },
    (Code.IN_FORCE, "not_begun_ends"): {
        "en": "Issued by {issuer} on {issued_on}, for {start} to {end}. It does not prove cover for today.",
        "de": "Ausgestellt von {issuer} am {issued_on}, für {start} bis {end}. Für heute beweist sie keinen Schutz.",
    },
    (Code.IN_FORCE, "not_begun_open"): {
        "en": "Issued by {issuer} on {issued_on}, from {start}, no end fixed. It does not prove cover for today.",
        "de": "Ausgestellt von {issuer} am {issued_on}, ab {start}, ohne festes Ende. Für heute beweist sie keinen "
        "Schutz.",
    },
    (Code.ENDED, None): {
        "en": "It proves cover for the time before, not for today.",
        "de": "Sie beweist den Schutz für die Zeit davor, nicht für heute.",
    },
    (Code.SUPERSEDED, None): {
        "en": "A newer certificate stands in its place. Ask for the newer one.",
        "de": "Eine neuere Bescheinigung gilt an ihrer Stelle. Nach der neueren fragen.",
    },
    (Code.WITHDRAWN, None): {
        "en": "It does not prove cover from that day. Ask {issuer} before you act on it.",
        "de": "Von diesem Tag an beweist sie keinen Schutz. Vor weiteren Schritten bei {issuer} nachfragen.",
    },
    (Code.ALTERED, Reason.CHANGED): {
        "en": "This is not what {sealed_by} sealed: it was changed after sealing. Do not rely on it.",
        "de": "Das ist nicht, was {sealed_by} gesiegelt hat: Es wurde nach dem Siegeln geändert. Nicht darauf "
        "verlassen.",
    },
    (Code.ALTERED, Reason.APPENDED): {
        "en": "This is not what {sealed_by} sealed: something was added after sealing. Do not rely on it.",
        "de": "Das ist nicht, was {sealed_by} gesiegelt hat: Nach dem Siegeln wurde etwas angefügt. Nicht darauf "
        "verlassen.",
    },
    (Code.ALTERED, Reason.SEAL_REMOVED): {
        "en": "This is not the document that was issued: its seal is damaged or was removed. Do not rely on it.",
        "de": "Das ist nicht das ausgestellte Dokument: Sein Siegel ist beschädigt oder entfernt. Nicht darauf "
        "verlassen.",
    },
    (Code.NO_MATCH, None): {
        "en": "Either one is mistyped, or the paper was not issued here. Check both, then report it if it stays so.",
        "de": "Entweder ist eines vertippt, oder das Papier wurde nicht hier ausgestellt. Beides prüfen; wenn es "
        "dabei bleibt, bitte melden.",
    },
    (Code.NOT_OURS, Reason.FOREIGN_SEAL): {
        "en": "The file is sealed with a key that calls itself “{sealed_by}”. That key does not issue here.",
        "de": "Die Datei ist mit einem Schlüssel gesiegelt, der sich „{sealed_by}“ nennt. Dieser Schlüssel stellt "
        "hier nichts aus.",
    },
    (Code.NOT_OURS, Reason.UNSEALED): {
        "en": "Nobody sealed this file. If it is a copy, check the paper by the code on it.",
        "de": "Niemand hat diese Datei gesiegelt. Ist sie eine Kopie, das Papier mit dem Code darauf prüfen.",
    },
    (Code.CANNOT_CHECK, Reason.NOT_A_PDF): {
        "en": f"The file is not a PDF. {_NO_STATEMENT['en']}",
        "de": f"Die Datei ist kein PDF. {_NO_STATEMENT['de']}",
    },
    (Code.CANNOT_CHECK, Reason.TOO_BIG): {
        "en": "The file is over 1 MB, more than any certificate issued here. If it is a scan, use the code on the "
        f"paper. {_NO_STATEMENT['en']}",
        "de": "Die Datei ist größer als 1 MB und damit größer als jede hier ausgestellte Bescheinigung. Ist sie ein "
        f"Scan, den Code auf dem Papier verwenden. {_NO_STATEMENT['de']}",
    },
    (Code.CANNOT_CHECK, Reason.UNREADABLE): {
        "en": f"The file is damaged and cannot be read. {_NO_STATEMENT['en']}",
        "de": f"Die Datei ist beschädigt und nicht lesbar. {_NO_STATEMENT['de']}",
    },
    (Code.CANNOT_CHECK, Reason.ENCRYPTED): {
        "en": f"The file is locked with a password. Certificates issued here are not. {_NO_STATEMENT['en']}",
        "de": f"Die Datei ist mit einem Passwort gesperrt. Hier ausgestellte sind es nicht. {_NO_STATEMENT['de']}",
    },
    (Code.CANNOT_CHECK, Reason.SCAN): {
        "en": f"A scan cannot be checked. Use the code on it. {_NO_STATEMENT['en']}",
        "de": f"Ein Scan lässt sich nicht prüfen. Den Code darauf verwenden. {_NO_STATEMENT['de']}",
    },
    (Code.CANNOT_CHECK, Reason.NO_RECORD): {
        "en": "The seal is right, but the service has no record of this certificate. Ask the institution. "
        f"{_NO_STATEMENT['en']}",
        "de": "Das Siegel stimmt, aber der Dienst kennt diese Bescheinigung nicht. Bei der Stelle nachfragen. "
        f"{_NO_STATEMENT['de']}",
    },
    (Code.CANNOT_CHECK, Reason.SEAL_FAULTY): {
        "en": "The file is the one that was issued, but its seal or its data do not hold. Ask the institution. "
        f"{_NO_STATEMENT['en']}",
        "de": "Die Datei ist die ausgestellte, aber ihr Siegel oder ihre Daten halten nicht. Bei der Stelle "
        f"nachfragen. {_NO_STATEMENT['de']}",
    },
}

_MODIFIERS: Final[Mapping[str, Wordings]] = {
    Modifier.NOT_BEGUN: {
        "en": "Not begun: valid from {start}.",
        "de": "Noch nicht begonnen: gültig ab {start}.",
    },
    Modifier.PROVES_PAPER: {
        "en": "Proves the paper, not the person: compare with an identity paper.",
        "de": "Beweist das Papier, nicht die Person: mit einem Ausweis vergleichen.",
    },
}

_NOT_PROVEN: Final[Mapping[str, Wordings]] = {
    "identity": {
        "en": "That the person in front of you is the person named.",
        "de": "Dass die Person vor Ihnen die genannte ist.",
    },
    "pay": {
        "en": "That wages are paid as the law wants.",
        "de": "Dass der Lohn wie vorgeschrieben gezahlt wird.",
    },
    "tax": {"en": "Where income tax is due.", "de": "Wo Einkommensteuer zu zahlen ist."},
}

CHECKS: Final[Mapping[str, Mapping[Result, Wordings]]] = {
    "number_and_secret": {
        Result.PASSED: {"en": "Number and code belong together.", "de": "Nummer und Code gehören zusammen."},
        Result.FAILED: {
            "en": "Number and code were not found together.",
            "de": "Nummer und Code wurden zusammen nicht gefunden.",
        },
    },
    "seal": {
        Result.NOT_DONE: {
            "en": "The seal of the file was not looked at. To check it, drop the file.",
            "de": "Das Siegel der Datei wurde nicht geprüft. Dazu die Datei ablegen.",
        }
    },
    "seal_found": {
        Result.PASSED: {"en": "The file bears a seal.", "de": "Die Datei trägt ein Siegel."},
        Result.FAILED: {
            "en": "The file bears no seal that can be read.",
            "de": "Die Datei trägt kein lesbares Siegel.",
        },
    },
    "key_ours": {
        Result.PASSED: {
            "en": "The key of the seal is one of the published keys.",
            "de": "Der Schlüssel des Siegels ist einer der veröffentlichten.",
        },
        Result.FAILED: {
            "en": "The key of the seal is none of the published keys.",
            "de": "Der Schlüssel des Siegels ist keiner der veröffentlichten.",
        },
    },
    "bytes_unchanged": {
        Result.PASSED: {"en": "No sealed byte was changed.", "de": "Kein gesiegeltes Byte wurde geändert."},
        Result.FAILED: {"en": "Sealed bytes were changed.", "de": "Gesiegelte Bytes wurden geändert."},
    },
    "whole_file": {
        Result.PASSED: {
            "en": "The seal covers the whole file; nothing was added.",
            "de": "Das Siegel umfasst die ganze Datei; nichts wurde angefügt.",
        },
        Result.FAILED: {
            "en": "The seal does not cover the whole file.",
            "de": "Das Siegel umfasst nicht die ganze Datei.",
        },
    },
    "data_agrees": {
        Result.PASSED: {
            "en": "Printed text and attached data say what was decided.",
            "de": "Gedruckter Text und angehängte Daten sagen, was entschieden wurde.",
        },
        Result.FAILED: {
            "en": "Printed text or attached data differ from what was decided.",
            "de": "Gedruckter Text oder angehängte Daten weichen von der Entscheidung ab.",
        },
    },
    "record": {
        Result.PASSED: {"en": "The certificate is on record.", "de": "Die Bescheinigung ist verzeichnet."},
        Result.FAILED: {
            "en": "The certificate is not on record.",
            "de": "Die Bescheinigung ist nicht verzeichnet.",
        },
    },
    "status": {
        Result.PASSED: {
            "en": "It was neither withdrawn nor replaced.",
            "de": "Sie wurde weder zurückgezogen noch ersetzt.",
        },
        Result.FAILED: {"en": "It was withdrawn or replaced.", "de": "Sie wurde zurückgezogen oder ersetzt."},
    },
    "period": {
        Result.PASSED: {"en": "Today lies in its period.", "de": "Heute liegt in ihrem Zeitraum."},
        Result.FAILED: {
            "en": "Today lies outside its period.",
            "de": "Heute liegt außerhalb ihres Zeitraums.",
        },
    },
}

_ERRORS: Final[Mapping[str, Wordings]] = {
    "number_wrong_form": {
        "en": "A certificate number has 16 letters and digits, like US-2027-7K3M-92QX-4T.",
        "de": "Die Nummer einer Bescheinigung hat 16 Buchstaben und Ziffern, wie US-2027-7K3M-92QX-4T.",
    },
    "number_mistyped": {
        "en": "One character of the number is mistyped. Compare it with the paper.",
        "de": "Ein Zeichen der Nummer ist vertippt. Mit dem Papier vergleichen.",
    },
    "not_printable": {
        "en": "The certificate cannot print {characters}. Enter this in Latin letters, as in the passport.",
        "de": "{characters} lässt sich auf der Bescheinigung nicht drucken. Bitte in lateinischen Buchstaben angeben, "
        "wie im Pass.",
    },
    "control_character": {
        "en": "There is a character that cannot be seen ({character}). Delete it and type the text again.",
        "de": "Darin steht ein unsichtbares Zeichen ({character}). Bitte löschen und den Text neu eingeben.",
    },
    "direction_control": {
        "en": "There is a hidden mark that turns the direction of the text ({character}). Type the text again.",
        "de": "Darin steht ein verborgenes Zeichen, das die Schreibrichtung dreht ({character}). Bitte neu eingeben.",
    },
    "too_long": {
        "en": "This is {length} characters long. At most {limit} fit on a certificate.",
        "de": "Das ist {length} Zeichen lang. Auf eine Bescheinigung passen höchstens {limit}.",
    },
    "certificate_unknown": {
        "en": "There is no certificate with this number.",
        "de": "Es gibt keine Bescheinigung mit dieser Nummer.",
    },
    "no_seal_key": {
        "en": "The institution's seal key is not there. Nothing was issued; the decision stands and issuing waits.",
        "de": "Der Siegelschlüssel der Stelle fehlt. Nichts wurde ausgestellt; die Entscheidung steht, das Ausstellen "
        "wartet.",
    },
    "faces_differ": {
        "en": "The document did not come out as decided, so it was not issued. The operator has been told.",
        "de": "Das Dokument stimmte nicht mit der Entscheidung überein und wurde nicht ausgestellt. Der Betreiber weiß "
        "davon.",
    },
    "layout_failed": {
        "en": "The document could not be laid out, so it was not issued. The operator has been told.",
        "de": "Das Dokument ließ sich nicht setzen und wurde nicht ausgestellt. Der Betreiber weiß davon.",
    },
    "issue_key_reused": {
        "en": "A certificate was already issued for this decision, with another content.",
        "de": "Zu dieser Entscheidung wurde schon eine Bescheinigung anderen Inhalts ausgestellt.",
    },
    "no_free_number": {
        "en": "No free number was found. Nothing was issued. Try again.",
        "de": "Keine freie Nummer gefunden. Nichts wurde ausgestellt. Bitte noch einmal versuchen.",
    },
    "certificate_state_forbids": {
        "en": "The certificate was withdrawn or replaced before: that cannot be done any more.",
        "de": "Die Bescheinigung wurde schon zurückgezogen oder ersetzt: Das geht nicht mehr.",
    },
}
