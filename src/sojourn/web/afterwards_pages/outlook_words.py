"""What the law leaves open, in sentences: one for each way, with article and day."""

from datetime import date
from typing import Any

from django.utils.translation import gettext

from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.law import determination_of, the_law
from sojourn.requests.prospects import Outlook, Prospect, outlook
from sojourn.web.day_words import day_in_words
from sojourn.web.institution_words import institution_short
from sojourn.web.language import language


def outlook_of(answers: Answers) -> Outlook | None:
    """What is open for these answers; None while the law cannot be asked."""
    determination = determination_of(answers, load_facts())
    return outlook(determination, answers.home, answers.end, the_law()) if determination else None


def beforehand(found: Outlook | None, certified_until: date | None) -> list[str]:
    """What the law says before a new last day is named: how far it goes by itself, with consent, by exception."""
    if found is None:
        return [gettext("An officer has to say what is possible here.")]
    lines = []
    if found.limit and certified_until and found.limit > certified_until:
        lines.append(
            gettext("Until %(day)s the law allows it by itself%(article)s.")
            % {"day": day_in_words(found.limit), "article": _cited(found.article)}
        )
    elif found.limit:
        lines.append(
            gettext("The certificate reaches as far as the law goes by itself: %(day)s%(article)s.")
            % {"day": day_in_words(found.limit), "article": _cited(found.article)}
        )
    else:
        lines.append(gettext("The law names no last day for this kind of work."))
    if found.consent:
        lines.append(_with_consent(found))
    if found.exception and found.limit:
        lines.append(
            gettext("More than that only as an exception on which both authorities agree%(article)s.")
            % {"article": _cited(found.exception_article)}
        )
    elif found.limit and not found.consent:
        lines.append(gettext("The agreement has no clause for going on longer."))
    return lines


def outlook_words(found: Outlook, end: date | None) -> dict[str, Any]:
    """The answer for the day that is asked for: a heading, and what follows from it."""
    day = day_in_words(end) if end else ""
    match found.prospect:
        case Prospect.WITHIN:
            heading = gettext("Possible: %(day)s is within what the law allows by itself.")
            text = gettext("The new certificate takes the place of the old one as soon as it is issued.")
        case Prospect.BY_CONSENT:
            heading = gettext(
                "Possible with the consent of authorities: %(day)s is beyond what the law gives."
            )
            text = _with_consent(found)
        case Prospect.BY_EXCEPTION:
            heading = gettext("Not as an extension: %(day)s is beyond what the law gives.")
            text = gettext(
                "Both authorities can agree on an exception%(article)s. That is a request of its own."
            )
            text %= {"article": _cited(found.exception_article)}
        case Prospect.NOT_AT_ALL:
            heading = gettext("Not possible: %(day)s is beyond what the law gives.")
            text = gettext("The agreement has no clause for it, neither an extension nor an exception.")
        case _:
            heading = gettext("An officer has to say whether %(day)s is possible.")
            text = gettext("The law leaves room here. You can send the request.")
    good = found.prospect is Prospect.WITHIN
    return {"heading": heading % {"day": day}, "text": text, "kind": "success" if good else "info"}


def _with_consent(found: Outlook) -> str:
    """How far authorities can agree, under which article, in which steps, and who asks them."""
    article = _cited(found.consent_article)
    if found.cap:
        text = gettext("With the consent of the authorities until %(day)s%(article)s.") % {
            "day": day_in_words(found.cap),
            "article": article,
        }
    else:
        text = gettext(
            "Longer with the consent of the authorities%(article)s; the law names no last day."
        ) % {"article": article}
    if found.step_months:
        text += " " + gettext("In steps of up to %(months)d months.") % {"months": found.step_months}
    if found.ask:
        asks = gettext("%(institution)s asks the other authority.")
        text += " " + asks % {"institution": institution_short(found.ask, language())}
    return text


def _cited(article: str | None) -> str:
    return gettext(" (Article %(article)s)") % {"article": article.replace(" ", "\u00a0")} if article else ""
