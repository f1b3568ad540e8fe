"""Does the agreement with the IRS reach the start?"""

from sojourn.requests.checks.gathered import Finding, Gathered, hindrance


def affiliate_agreement(gathered: Gathered) -> list[Finding]:
    """U.S. cover of an affiliate's staff cannot begin before the agreement under section 3121(l) does."""
    since, start = gathered.answers.day("sender.us_3121l_since"), gathered.answers.start
    if since and start and since > start:
        return [
            hindrance(
                "affiliate_agreement_after_start",
                "sender.us_3121l_since",
                "activities[0].start",
                since=since,
                start=start,
            )
        ]
    return []
