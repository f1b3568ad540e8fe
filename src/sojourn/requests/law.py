"""What the law says about a set of answers: the engine, asked with the situation that they make."""

from functools import cache

from sojourn.engine import Determination, determine, load_law, read_situation
from sojourn.engine.facts import Facts
from sojourn.engine.law import Law
from sojourn.requests.answers import Answers
from sojourn.requests.situation import can_be_judged, situation_of

__all__ = ["Determination", "determination_of", "home_institution", "the_law"]


@cache
def the_law() -> Law:
    """The law that this process applies."""
    return load_law()


def determination_of(answers: Answers, facts: Facts) -> Determination | None:
    """What the law says, or None while the countries or the first day are not known."""
    situation = situation_of(answers, facts)
    if not can_be_judged(situation):
        return None
    return determine(read_situation(situation), the_law())


def home_institution(answers: Answers, status: str) -> str | None:
    """Who certifies at home for this corridor and kind of worker, where the law data know it."""
    for instrument in the_law().between(answers.home, answers.host):
        certificate = instrument.certificate.get(answers.home)
        issuer = certificate.issuers.get(status) if certificate else None
        if issuer:
            return issuer
    return None
