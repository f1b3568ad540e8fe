"""Is the certificate longer than its article allows?"""

from datetime import date

from sojourn.casework.checks.findings import Finding, warning
from sojourn.casework.foreign.checks.facts import ForeignFacts
from sojourn.core.periods import last_day_of, next_day
from sojourn.engine.lawbook.law import Provision


def period_within_limit(facts: ForeignFacts) -> list[Finding]:
    """Its end lies beyond every limit that its article has; without an article it has no limit here.

    Found only from one day beyond the limit on: institutions abroad often write the anniversary as the last day.
    """
    if not facts.named:
        return []
    limits = [day for provision in facts.named if (day := last_day(provision, facts.start))]
    if len(limits) < len(facts.named):
        return []
    limit = max(limits)
    article = facts.article
    if facts.end is None:
        return [warning("no_end_under_limit", "end", article=article, limit=limit.isoformat())]
    if facts.end <= next_day(limit):
        return []
    return [
        warning(
            "longer_than_limit", "end", article=article, limit=limit.isoformat(), end=facts.end.isoformat()
        )
    ]


def last_day(provision: Provision, start: date) -> date | None:
    """The last day that a provision gives from `start`, with what it can be extended to; None: no limit is known."""
    if provision.limit is None:
        return None
    plain = provision.limit.last_day(start)
    months = provision.extension.months_in_all if provision.extension else None
    return plain if months is None else max(plain, last_day_of(start, months))
