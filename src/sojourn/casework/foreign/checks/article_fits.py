"""Does the article on the certificate exist, and speak of work from the one country in the other?"""

from sojourn.casework.checks.findings import Finding, warning
from sojourn.casework.foreign.checks.facts import ForeignFacts


def article_fits(facts: ForeignFacts) -> list[Finding]:
    """The agreement has no such article for work of this direction, as far as the law data know it.

    An agreement whose rules for this direction name no article at all says nothing against one.
    """
    if facts.instrument is None or not facts.article or facts.named:
        return []
    if not any(provision.article for provision in facts.provisions):
        return []
    return [warning("article_does_not_fit", "article", article=facts.article)]
