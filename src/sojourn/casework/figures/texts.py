"""Lengths of time in words."""

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

WAYS: dict[str, Promise] = {
    "code": _("by its number"),
    "document": _("by its PDF"),
    "offline_code": _("by its offline code"),
    "credential": _("by a wallet"),
}
OUTCOMES: dict[str, Promise] = {
    "in_force": _("in force"),
    "ended": _("ended"),
    "superseded": _("replaced"),
    "withdrawn": _("withdrawn"),
    "altered": _("altered"),
    "no_match": _("details do not match"),
    "not_ours": _("not issued here"),
    "cannot_check": _("could not be checked"),
    "erased": _("erased after its time"),
}


def way_words(way: str) -> str:
    """How somebody checked, in words."""
    return str(WAYS.get(way, way))


def outcome_words(outcome: str) -> str:
    """What a check found, in words."""
    return str(OUTCOMES.get(outcome, outcome))


def duration(taken: timedelta) -> str:
    """A length of time in the largest unit that fits, rounded up: "less than an hour", "7 hours", "12 days"."""
    hours = taken / timedelta(hours=1)
    if hours < 1:
        return gettext("less than an hour")
    if hours <= 48:
        whole = int(-(-hours // 1))
        return ngettext("%(n)d hour", "%(n)d hours", whole) % {"n": whole}
    days = -(-taken // timedelta(days=1))
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
