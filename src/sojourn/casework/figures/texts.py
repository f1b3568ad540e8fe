"""Lengths of time in words."""

from datetime import timedelta

from django.utils.translation import gettext, ngettext


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
