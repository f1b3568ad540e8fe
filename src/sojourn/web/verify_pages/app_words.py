"""The words of the checker that its script fills in, by what they are for."""

from typing import Any

from django.utils.translation import gettext


def app_words() -> dict[str, Any]:
    """All of them in the reader's language, as JSON."""
    return {
        "headings": _headings(),
        "sentences": _sentences(),
        "lines": {
            "suspended": gettext("Its issuer examines it anew. It binds until it is withdrawn."),
            "demonstration": gettext("It comes from a demonstration and proves nothing."),
            "provisional": gettext("It is provisional: a final decision follows."),
            "namesShortened": gettext("Long names are shortened in the code: the paper shows them whole."),
        },
        "rows": _rows(),
        "checks": {
            "signature": gettext("Signed with the institution’s key"),
            "status": gettext("Not withdrawn and not replaced"),
            "period": gettext("Today lies in its period"),
        },
        "marks": {"met": gettext("Yes"), "not_met": gettext("No"), "open": gettext("Not looked at")},
        "proves_paper": gettext("This proves the paper, not the person: compare with an identity paper."),
        "status_as_of": gettext("Status as of %(moment)s, %(hours)s old."),
        "status_unknown": gettext("No status of this certificate is stored on this device."),
        "period": gettext("%(start)s to %(end)s"),
        "period_open": gettext("from %(start)s, without an end"),
        "day": gettext("Day %(day)s"),
        "day_of": gettext("Day %(day)s of %(days)s"),
        "not_today": gettext("Today is not in this period"),
        "no_keys": gettext("No keys are stored on this device. Open once with reception."),
        "sources": gettext("Keys and statuses fetched on %(moment)s, %(hours)s old."),
        "not_refreshed": gettext("No newer ones could be fetched now."),
        "report_unsent": gettext("Not sent yet: report of %(moment)s. It is sent when there is reception."),
        "report_sent": gettext("Report received. Its reference is %(reference)s."),
        "report_empty": gettext("Enter what you saw."),
    }


def _headings() -> dict[str, str]:
    return {
        "in_force": gettext("Genuine and in force."),
        "ended": gettext("Genuine, but ended."),
        "not_begun": gettext("Genuine, but not begun."),
        "invalid": gettext("Withdrawn or replaced."),
        "signature_right": gettext("Signature right."),
        "specimen": gettext("A specimen."),
        "altered": gettext("Altered."),
        "not_ours": gettext("Not ours."),
        "unreadable": gettext("Cannot be checked."),
        "key_unknown": gettext("Cannot be checked."),
        "key_compromised": gettext("Cannot be checked."),
        "expired": gettext("Cannot be checked."),
        "not_yet": gettext("Cannot be checked."),
        "no_keys": gettext("Cannot be checked."),
        "needs_reception": gettext("Cannot be checked."),
        "other_service": gettext("Not ours."),
    }


def _sentences() -> dict[str, str]:
    return {
        "in_force": gettext("Issued by %(institution)s on %(issued)s."),
        "ended": gettext(
            "Issued by %(institution)s on %(issued)s. It ended on %(end)s: it proves cover for the time before, not "
            "for today."
        ),
        "not_begun": gettext("Issued by %(institution)s on %(issued)s. Valid from %(start)s, not today."),
        "invalid": gettext(
            "It does not prove cover any more. Ask for a newer one, or ask %(institution)s before you act on it."
        ),
        "signature_right": gettext(
            "Issued by %(institution)s on %(issued)s. Whether it was withdrawn or replaced since is not certain: check "
            "again with reception."
        ),
        "specimen": gettext("It says itself that it is no certificate."),
        "altered": gettext("This is not what an institution here signed. Do not rely on it."),
        "not_ours": gettext("This code was not made here. Scan the code on the certificate."),
        "unreadable": gettext(
            "The code is damaged or incomplete. This says nothing about whether it is genuine."
        ),
        "key_unknown": gettext(
            "It is signed with a key that this device does not know: a newer one, or a stranger’s. Open once with "
            "reception and scan again."
        ),
        "key_compromised": gettext(
            "It is signed with a key that others may have had. Check number and code with reception."
        ),
        "expired": gettext(
            "The code is older than its key. Check number and code with reception. This says nothing about whether it "
            "is genuine."
        ),
        "not_yet": gettext("It is signed for a day to come. See whether the clock of this device is right."),
        "no_keys": gettext("Open once with reception. This says nothing about whether it is genuine."),
        "needs_reception": gettext(
            "This is the code that opens a page: it needs reception. Without reception scan the other, larger code."
        ),
        "other_service": gettext("The code leads to %(address)s, which is not this service."),
    }


def _rows() -> dict[str, str]:
    return {
        "number": gettext("Number"),
        "person": gettext("Person"),
        "birth_date": gettext("Date of birth"),
        "period": gettext("Period"),
        "today": gettext("Today"),
        "legislation": gettext("Insured in"),
        "host": gettext("Works in"),
        "article": gettext("Article"),
        "issuer": gettext("Issued by"),
    }
