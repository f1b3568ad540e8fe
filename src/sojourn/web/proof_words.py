"""The verdict on a proof of application in words of its own, and where the request stands today."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.certificates.proofs.content import moment_words
from sojourn.certificates.proofs.verification import ProofVerdict, ShownProof
from sojourn.core import clock
from sojourn.requests.countries import country_name
from sojourn.requests.for_proofs import Today
from sojourn.web.day_words import day_in_words
from sojourn.web.institution_words import shortened
from sojourn.web.language import language
from sojourn.web.verdict_words import CHECKS, ICONS, RESULTS, TellVerdict

TODAY: Mapping[Today, Promise] = {
    "received": _(
        "Today: the request has been received and is being looked at. Nothing has been decided yet."
    ),
    "decided": _("Today: the request has been decided. Ask for the decision or the certificate."),
    "withdrawn": _("Today: the request has been withdrawn. Nobody works on it any more."),
    "to_be_sent": _(
        "Today: the request is complete. The applicant has not recorded yet that it was sent on."
    ),
    "sent": _("Today: the applicant has recorded that the request was sent on to the institution."),
    "unknown": _("Today: nothing is known of the request any more."),
}
NOT_PROVEN: tuple[Promise, ...] = (
    _("that a certificate exists or will be issued"),
    _("which country’s social security applies"),
    _("that the person in front of you is the one on the paper"),
)


def told_proof(verdict: ProofVerdict, today: Today) -> TellVerdict:
    """The verdict in the reader's language. `today`: where the request stands now."""
    shown = verdict.proof
    frame = "" if verdict.genuine and today != "withdrawn" else "doubt"
    return TellVerdict(
        heading=gettext("Genuine proof of application.")
        if verdict.genuine
        else gettext("Cannot be checked."),
        sentence=_sentence(verdict),
        frame=frame,
        icon=ICONS[frame],
        lines=(str(TODAY[today]),) if verdict.genuine else (),
        checks=tuple(
            {"mark": RESULTS[each.result][0], "word": str(RESULTS[each.result][1]), "text": _check(each.code)}
            for each in verdict.checks
        ),
        not_proven=tuple(str(each) for each in NOT_PROVEN),
        period=_period_bar(shown) if verdict.genuine else None,
        rows=tuple(_rows(shown)) if verdict.genuine else (),
    )


def _check(code: str) -> str:
    if code == "record":
        return gettext("This service’s record knows this file")
    if code == "key_ours":
        return gettext("The seal was made with the key of the one who is named")
    return str(CHECKS[code])


def _sentence(verdict: ProofVerdict) -> str:
    shown = verdict.proof
    if not verdict.genuine:
        return gettext(
            "The proof is known, but its seal does not hold. Ask %(sealer)s before you act on it."
        ) % {"sealer": shortened(shown.sealed_by)}
    values = {"day": day_in_words(shown.received_at.date()), "institution": shortened(shown.institution)}
    if shown.hosted:
        return (
            gettext(
                "A certificate was asked for on %(day)s; %(institution)s received the request. It is no certificate."
            )
            % values
        )
    return (
        gettext(
            "A certificate was asked for on %(day)s; the request is for %(institution)s. It is no certificate."
        )
        % values
    )


def _rows(shown: ShownProof) -> list[Mapping[str, str]]:
    person = shown.person if shown.named else gettext("%(initials)s (initials)") % {"initials": shown.person}
    end = day_in_words(shown.period_end) if shown.period_end else ""
    start = day_in_words(shown.period_start)
    period = gettext("%(start)s to %(end)s") if end else gettext("from %(start)s, without an end")
    rows = [
        (gettext("Reference"), shown.reference),
        (gettext("Received"), moment_words(shown.received_at)),
        (gettext("Institution"), shown.institution),
        (gettext("Person"), person),
        (gettext("Date of birth"), day_in_words(shown.birth_date) if shown.birth_date else ""),
        (gettext("Who asks"), shown.applicant or ""),
        (gettext("Sent from"), country_name(shown.home, language())),
        (gettext("Works in"), country_name(shown.host, language())),
        (gettext("Period asked for"), period % {"start": start, "end": end}),
        (gettext("Sealed by"), shown.sealed_by),
        (gettext("Fingerprint of the answers"), shown.answers_sha256 or ""),
        (gettext("Version of the law data"), shown.law_version[:12]),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _period_bar(shown: ShownProof) -> Mapping[str, object] | None:
    """Hatched: asked for, not covered."""
    if shown.period_end is None:
        return None
    return {
        "home": country_name(shown.home, language()),
        "host": country_name(shown.host, language()),
        "parts": [{"kind": "requested", "start": shown.period_start, "end": shown.period_end}],
        "today": clock.today(),
    }
