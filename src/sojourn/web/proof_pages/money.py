"""Sums and shares in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sojourn.engine.lawbook.schema_reference import Amount
from sojourn.register.exposure.contributions import Contributions, Side

CONFIDENCES: Final[Mapping[str, Any]] = {"high": _("high"), "medium": _("medium"), "low": _("low")}
_LOCALES: Final = {"en": "en_GB"}


def decimal(value: Decimal | int) -> str:
    """A number as it is written in the reader's language."""
    language = (get_language() or "en")[:2]
    return format_decimal(value, locale=_LOCALES.get(language, language))


def money(value: Decimal | int, currency: str) -> str:
    """A sum in whole units, with the currency's code, which is the same in every language."""
    return f"{currency}\N{NO-BREAK SPACE}{decimal(value)}"


def percent(value: Decimal) -> str:
    """A share of pay."""
    return gettext("%(share)s %%") % {"share": decimal(value.normalize())}


def side_words(side: Side, currency: str, *, with_pay: bool) -> str:
    """What one side would have to pay, as a range that follows from ceilings, or from the pay that was said."""
    if with_pay and side.least == side.most:
        return gettext("about %(sum)s") % {"sum": money(side.most, currency)}
    if with_pay:
        return gettext("%(least)s to %(most)s") % {
            "least": money(side.least, currency),
            "most": money(side.most, currency),
        }
    if side.percent_above and side.most:
        return gettext("up to %(sum)s, and %(share)s of the pay on top, which no ceiling limits") % {
            "sum": money(side.most, currency),
            "share": percent(side.percent_above),
        }
    if side.percent_above:
        return gettext("%(share)s of the pay, which no ceiling limits") % {
            "share": percent(side.percent_above)
        }
    if side.most:
        return gettext("up to %(sum)s") % {"sum": money(side.most, currency)}
    return gettext("nothing that is known")


def short_words(found: Contributions) -> str:
    """Both sides in a few words."""
    return gettext("employer %(employer)s; employee %(employee)s") % {
        "employer": side_words(found.employer, found.currency, with_pay=False),
        "employee": side_words(found.employee, found.currency, with_pay=False),
    }


def amount_words(amount: Amount | None) -> str:
    """What a sanction comes to, as far as it is a plain range of a currency; else nothing."""
    if amount is None or amount.currency is None or (amount.min is None and amount.max is None):
        return ""
    if amount.min is None or amount.max is None:
        most = amount.max if amount.max is not None else amount.min
        return gettext("up to %(sum)s") % {"sum": money(most or 0, amount.currency)}
    return gettext("%(least)s to %(most)s") % {
        "least": money(amount.min, amount.currency),
        "most": money(amount.max, amount.currency),
    }
