"""The sentences of this room, by code and language. `texts` tells them.

They follow the few patterns of the service: what is wrong, why it matters, what to do next. A code is only ever
added; a sentence is one whole in each language.
"""

from typing import Final

# What was typed cannot be read. {thing} is the noun of the question.
ANSWERS: Final[dict[str, dict[str, str]]] = {
    "missing": {"en": "Enter: {thing}.", "de": "Geben Sie ein: {thing}."},
    "both": {
        "en": "{thing}: enter an answer or choose the box beside it, not both.",
        "de": "{thing}: Geben Sie etwas ein oder wählen Sie das Kästchen daneben, nicht beides.",
    },
    "unknown_not_offered": {
        "en": "{thing} is needed. Ask somebody who knows, then come back: your answers are kept.",
        "de": "{thing} ist nötig. Fragen Sie jemanden, der es weiß; Ihre Antworten bleiben erhalten.",
    },
    "unknown_question": {
        "en": "There is no such question. Remove it.",
        "de": "Diese Frage gibt es nicht. Entfernen Sie sie.",
    },
    "comes_from_employer": {
        "en": "{thing} comes from the employer's own page. Change it there.",
        "de": "{thing} kommt von der Seite des Arbeitgebers. Ändern Sie es dort.",
    },
    "wrong_part": {
        "en": "{thing} stands in the wrong part of the file: what names people belongs to “particulars”.",
        "de": "{thing} steht im falschen Teil der Datei: Was Menschen nennt, gehört zu „particulars“.",
    },
    "column_unknown": {
        "en": "{thing}: there is something in it that is not asked. Remove it.",
        "de": "{thing}: Darin steht etwas, wonach nicht gefragt wird. Entfernen Sie es.",
    },
    "rows_form": {"en": "{thing} must be a list of rows.", "de": "{thing} muss eine Liste von Zeilen sein."},
    "rows_too_many": {
        "en": "{thing} must be {limit} or fewer.",
        "de": "{thing}: Es dürfen höchstens {limit} sein.",
    },
    "text_form": {"en": "{thing} must be text.", "de": "{thing} muss Text sein."},
    "too_long": {
        "en": "{thing} must be {limit} characters or shorter. Was something pasted by mistake?",
        "de": "{thing} darf höchstens {limit} Zeichen haben. Wurde etwas versehentlich eingefügt?",
    },
    "direction_marks": {
        "en": "{thing} must not have hidden marks that turn the reading direction. Type it instead of pasting it.",
        "de": "{thing} darf keine versteckten Zeichen haben, die die Leserichtung umkehren. Tippen Sie es, statt es"
        " einzufügen.",
    },
    "control_characters": {
        "en": "{thing} must not have characters that cannot be printed. Type it instead of pasting it.",
        "de": "{thing} darf keine Zeichen haben, die sich nicht drucken lassen. Tippen Sie es, statt es einzufügen.",
    },
    "too_many_marks": {
        "en": "{thing} must not have more than {limit} accents on one letter.",
        "de": "{thing} darf nicht mehr als {limit} Akzente auf einem Buchstaben haben.",
    },
    "name_without_letters": {
        "en": "{thing} must have letters, like Anna.",
        "de": "{thing} muss Buchstaben haben, zum Beispiel Anna.",
    },
    "country_unknown": {
        "en": "{thing} must be a country of the list, like Germany or DE.",
        "de": "{thing} muss ein Land der Liste sein, zum Beispiel Deutschland oder DE.",
    },
    "stateless_and_national": {
        "en": "{thing} and “No nationality” do not fit: one excludes the other. Choose one of them.",
        "de": "{thing} und „Keine Staatsangehörigkeit“ passen nicht: Eines schließt das andere aus. Wählen Sie eines.",
    },
    "date_form": {
        "en": "{thing} must be a date, like 1 March 2027.",
        "de": "{thing} muss ein Datum sein, zum Beispiel 1. März 2027.",
    },
    "day_missing": {"en": "{thing} must have a day.", "de": "{thing} braucht einen Tag."},
    "month_missing": {"en": "{thing} must have a month.", "de": "{thing} braucht einen Monat."},
    "year_missing": {"en": "{thing} must have a year.", "de": "{thing} braucht ein Jahr."},
    "date_two_ways": {
        "en": "{thing} can be read in two ways. Enter day, month and year, like 1 March 2027.",
        "de": "{thing} lässt sich auf zwei Arten lesen. Geben Sie Tag, Monat und Jahr ein, zum Beispiel 1. März 2027.",
    },
    "month_form": {
        "en": "{thing} must have a month from January to December.",
        "de": "{thing} braucht einen Monat von Januar bis Dezember.",
    },
    "day_form": {
        "en": "{thing} must have a day from 1 to 31.",
        "de": "{thing} braucht einen Tag von 1 bis 31.",
    },
    "year_form": {
        "en": "{thing} must have a year with 4 digits, like 2027.",
        "de": "{thing} braucht ein Jahr mit 4 Ziffern, zum Beispiel 2027.",
    },
    "year_range": {
        "en": "{thing} must have a year from 1900 to 2199.",
        "de": "{thing} braucht ein Jahr von 1900 bis 2199.",
    },
    "not_in_calendar": {
        "en": "{thing} must be a day of the calendar. {month} has {days} days.",
        "de": "{thing} muss ein Tag des Kalenders sein. {month} hat {days} Tage.",
    },
    "choice_unknown": {
        "en": "{thing} must be one of the choices offered.",
        "de": "{thing} muss eine der angebotenen Antworten sein.",
    },
    "percent_form": {
        "en": "{thing} must be a number from 0 to 100, like 25.",
        "de": "{thing} muss eine Zahl von 0 bis 100 sein, zum Beispiel 25.",
    },
    "number_has_letters": {
        "en": "{thing} must have digits only. Spaces and dashes do not matter.",
        "de": "{thing} darf nur Ziffern haben. Leerzeichen und Striche stören nicht.",
    },
    "ssn_digits": {
        "en": "{thing} must have 9 digits, like 123-45-6789. You entered {entered}.",
        "de": "{thing} muss 9 Ziffern haben, zum Beispiel 123-45-6789. Eingegeben wurden {entered}.",
    },
    "ssn_range": {
        "en": "{thing} must be one that can be issued. Numbers do not begin with 000, 666 or 9, and no group is all"
        " zeros. Check the card.",
        "de": "{thing} muss vergeben werden können. Nummern beginnen nicht mit 000, 666 oder 9, und keine Gruppe"
        " besteht nur aus Nullen. Sehen Sie auf der Karte nach.",
    },
    "ein_digits": {
        "en": "{thing} must have 9 digits, like 12-3456789. You entered {entered}.",
        "de": "{thing} muss 9 Ziffern haben, zum Beispiel 12-3456789. Eingegeben wurden {entered}.",
    },
    "ein_range": {
        "en": "{thing} must begin with two digits that the IRS uses. Check Form W-2.",
        "de": "{thing} muss mit zwei Ziffern beginnen, die der IRS verwendet. Sehen Sie auf Formular W-2 nach.",
    },
    "number_without_digits": {
        "en": "{thing} must have at least one digit.",
        "de": "{thing} muss mindestens eine Ziffer haben.",
    },
    "postcode_form": {
        "en": "{thing} must have letters and digits only, like 60606 or SW1A 1AA.",
        "de": "{thing} darf nur Buchstaben und Ziffern haben, zum Beispiel 60606 oder SW1A 1AA.",
    },
    "state_unknown": {
        "en": "{thing} must be a state or territory of the United States, like Ohio or OH.",
        "de": "{thing} muss ein Bundesstaat oder Territorium der Vereinigten Staaten sein, zum Beispiel Ohio oder OH.",
    },
}

# What the checks find.
FINDINGS: Final[dict[str, dict[str, str]]] = {
    "home_is_host": {
        "en": "Home and the country of work do not fit: both are in the same state. Change one of the two countries.",
        "de": "Zuhause und Land der Arbeit passen nicht: Beide liegen im selben Staat. Ändern Sie eines der Länder.",
    },
    "end_before_start": {
        "en": "Last day must be {limit} or later, because the work starts then.",
        "de": "Der letzte Tag muss der {limit} oder später sein, denn dann beginnt die Arbeit.",
    },
    "hired_after_start": {
        "en": "The person was hired on {since} but the work abroad starts on {start}. Change one of the two dates.",
        "de": "Die Person wurde am {since} eingestellt, die Arbeit im Ausland beginnt aber am {start}. Ändern Sie"
        " eines der beiden Daten.",
    },
    "business_after_start": {
        "en": "The business at home began on {since} but the work abroad starts on {start}. Change one of the two"
        " dates.",
        "de": "Das Geschäft zu Hause begann am {since}, die Arbeit im Ausland beginnt aber am {start}. Ändern Sie"
        " eines der beiden Daten.",
    },
    "insured_after_start": {
        "en": "The insurance at home began on {since} but the work abroad starts on {start}. Change one of the two"
        " dates.",
        "de": "Die Versicherung zu Hause begann am {since}, die Arbeit im Ausland beginnt aber am {start}. Ändern Sie"
        " eines der beiden Daten.",
    },
    "stay_ends_before_start": {
        "en": "Last day of the earlier stay must be {limit} or later, because the stay starts then.",
        "de": "Der letzte Tag des früheren Einsatzes muss der {limit} oder später sein, denn dann beginnt er.",
    },
    "stay_runs_into_start": {
        "en": "Last day of the earlier stay must be {limit} or earlier, because the new work starts on {start}. If it"
        " goes on without a break, enter {limit}.",
        "de": "Der letzte Tag des früheren Einsatzes muss der {limit} oder früher sein, denn die neue Arbeit beginnt am"
        " {start}. Geht er ohne Pause weiter, geben Sie den {limit} ein.",
    },
    "affiliate_agreement_after_start": {
        "en": "The agreement with the IRS begins on {since} but the work abroad starts on {start}. Change one of the"
        " two dates.",
        "de": "Die Vereinbarung mit dem IRS beginnt am {since}, die Arbeit im Ausland aber am {start}. Ändern Sie eines"
        " der beiden Daten.",
    },
    "birth_date_in_future": {
        "en": "Date of birth must be before today.",
        "de": "Das Geburtsdatum muss vor heute liegen.",
    },
    "birth_date_too_early": {
        "en": "Date of birth must be later: nobody is older than 120 years. Check the year.",
        "de": "Das Geburtsdatum muss später liegen: Niemand ist älter als 120 Jahre. Prüfen Sie das Jahr.",
    },
    "age_unusual": {
        "en": "Unusual, but possible: the person is {age} when the work starts. Is the date of birth right?",
        "de": "Ungewöhnlich, aber möglich: Die Person ist bei Arbeitsbeginn {age}. Stimmt das Geburtsdatum?",
    },
    "name_unusual": {
        "en": "Unusual, but possible: there are digits or signs in this name. Is it right?",
        "de": "Ungewöhnlich, aber möglich: In diesem Namen stehen Ziffern oder Zeichen. Stimmt er?",
    },
    "name_not_latin": {
        "en": "This name must be in Latin letters, like in the machine-readable lines of the passport.",
        "de": "Dieser Name muss in lateinischen Buchstaben stehen, wie in den maschinenlesbaren Zeilen des Passes.",
    },
    "number_looks_made_up": {
        "en": "Unusual, but possible: the digits are all alike or in a row. Is it the number on the card?",
        "de": "Ungewöhnlich, aber möglich: Die Ziffern sind alle gleich oder fortlaufend. Ist es die Nummer auf der"
        " Karte?",
    },
    "zip_form": {
        "en": "ZIP code must have 5 or 9 digits, like 60606 or 60606-1234.",
        "de": "Die amerikanische Postleitzahl muss 5 oder 9 Ziffern haben, zum Beispiel 60606 oder 60606-1234.",
    },
    "employed_there_too": {
        "en": "Unusual, but possible: you will be self-employed and employed there at once. An officer will look at"
        " both together; say how they belong together.",
        "de": "Ungewöhnlich, aber möglich: Sie werden dort zugleich selbständig und angestellt sein. Eine Fachkraft"
        " sieht sich beides zusammen an; schreiben Sie, wie es zusammengehört.",
    },
    "start_passed": {
        "en": "The work began on {start}. You can still ask; say why it is late.",
        "de": "Die Arbeit begann am {start}. Sie können den Antrag noch stellen; schreiben Sie, warum er spät kommt.",
    },
    "start_far_ahead": {
        "en": "Unusual, but possible: the work starts on {start}, more than two years ahead. Is the year right?",
        "de": "Ungewöhnlich, aber möglich: Die Arbeit beginnt am {start}, in mehr als zwei Jahren. Stimmt das Jahr?",
    },
    "one_day_stay": {
        "en": "Unusual, but possible: a stay of 1 day. Is {day} right for both dates?",
        "de": "Ungewöhnlich, aber möglich: ein Einsatz von 1 Tag. Stimmt der {day} für beide Daten?",
    },
    "asked_before": {
        "en": "You asked for this person and country before: {reference}, {start} to {end}, {state}. Open it, extend"
        " it, or go on with a new request.",
        "de": "Sie haben für diese Person und dieses Land schon einen Antrag gestellt: {reference}, {start} bis {end},"
        " {state}. Öffnen Sie ihn, verlängern Sie ihn oder machen Sie mit einem neuen weiter.",
    },
    "asked_before_open": {
        "en": "You asked for this person and country before: {reference}, from {start} without an end, {state}. Open"
        " it, or go on with a new request.",
        "de": "Sie haben für diese Person und dieses Land schon einen Antrag gestellt: {reference}, ab {start} ohne"
        " Ende, {state}. Öffnen Sie ihn oder machen Sie mit einem neuen weiter.",
    },
    "overlaps_other_request": {
        "en": "Another request for this person has some of the same days: {reference}, {country}, {start} to {end},"
        " {state}. Check the dates, or say how both belong together.",
        "de": "Ein anderer Antrag für diese Person hat zum Teil dieselben Tage: {reference}, {country}, {start} bis"
        " {end}, {state}. Prüfen Sie die Daten oder schreiben Sie, wie beide zusammengehören.",
    },
    "overlaps_other_request_open": {
        "en": "Another request for this person has some of the same days: {reference}, {country}, from {start} without"
        " an end, {state}. Check the dates, or say how both belong together.",
        "de": "Ein anderer Antrag für diese Person hat zum Teil dieselben Tage: {reference}, {country}, ab {start} ohne"
        " Ende, {state}. Prüfen Sie die Daten oder schreiben Sie, wie beide zusammengehören.",
    },
}

# Why something could not be done.
ERRORS: Final[dict[str, dict[str, str]]] = {
    "request_step_not_open": {
        "en": "This request has moved on in the meantime. Open it again to see where it stands.",
        "de": "Dieser Antrag ist inzwischen weiter. Öffnen Sie ihn neu, um zu sehen, wo er steht.",
    },
    "request_is_frozen": {
        "en": "This request has been sent and cannot be changed. Withdraw it, or tell the institution what changed.",
        "de": "Dieser Antrag ist abgesandt und lässt sich nicht ändern. Ziehen Sie ihn zurück oder melden Sie dem"
        " Träger, was sich geändert hat.",
    },
    "not_declared": {
        "en": "Confirm that the answers are true before you send the request.",
        "de": "Bestätigen Sie, dass die Angaben stimmen, bevor Sie den Antrag absenden.",
    },
    "warning_not_acknowledged": {
        "en": "Something is unusual. Check it, or continue and say why it is right.",
        "de": "Etwas ist ungewöhnlich. Prüfen Sie es, oder machen Sie weiter und schreiben Sie, warum es stimmt.",
    },
    "reason_missing": {
        "en": "Enter why it is right.",
        "de": "Geben Sie ein, warum es stimmt.",
    },
    "no_certificate": {
        "en": "By what you entered there is no certificate to ask for. The page says why, and which ways are open.",
        "de": "Nach Ihren Angaben gibt es keine Bescheinigung zu beantragen. Die Seite sagt, warum, und welche Wege"
        " offen sind.",
    },
    "more_answers": {
        "en": "Some answers that decide are still missing. Answer them first.",
        "de": "Einige Antworten, die entscheiden, fehlen noch. Beantworten Sie sie zuerst.",
    },
    "worker_answers": {
        "en": "{thing} is answered by the worker, who was asked. You can also fill it in for the worker.",
        "de": "{thing} beantwortet die Person selbst, die Sie gefragt haben. Sie können es auch für sie ausfüllen.",
        "fr": "{thing} : la personne à qui vous l’avez demandé répond. Vous pouvez aussi répondre pour elle.",
        "es": "{thing}: responde la persona a la que se lo pidió. También puede rellenarlo usted por ella.",
    },
    "worker_not_finished": {
        "en": "The worker has not finished yet. You can have the request sent as soon as that is done.",
        "de": "Die Person ist noch nicht fertig. Sie können den Antrag absenden lassen, sobald sie es ist.",
        "fr": "La personne n’a pas encore terminé. Vous pouvez faire envoyer la demande dès que ce sera fait.",
        "es": "La persona aún no ha terminado. Puede hacer que la solicitud se envíe en cuanto termine.",
    },
    "no_institution": {
        "en": "We do not know which institution decides about this. Nothing was sent.",
        "de": "Wir wissen nicht, welcher Träger darüber entscheidet. Es wurde nichts abgesandt.",
    },
    "key_form": {
        "en": "This page is not complete. Open the request again and send it from there.",
        "de": "Diese Seite ist nicht vollständig. Öffnen Sie den Antrag neu und senden Sie ihn von dort ab.",
    },
    "key_used": {
        "en": "This page was used for another request. Open the request again and send it from there.",
        "de": "Diese Seite wurde für einen anderen Antrag verwendet. Öffnen Sie den Antrag neu und senden Sie ihn"
        " von dort ab.",
    },
}

SENTENCES: Final = ANSWERS | FINDINGS | ERRORS
