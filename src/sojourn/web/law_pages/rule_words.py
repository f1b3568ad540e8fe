"""What a rule says, in the engine's own sentence."""

from sojourn.engine.lawbook.law import Provision
from sojourn.engine.telling import texts
from sojourn.requests.law import the_law
from sojourn.web.language import language


def rule_words(provision: Provision) -> str:
    """The sentence for this kind of rule and the country that it names; empty where the law has none."""
    sentences = the_law().sentences
    plain = f"rule.{provision.category}"
    unlimited = f"{plain}_unlimited" if provision.limit is None else ""
    code = next(
        (each for each in (f"{plain}_{provision.legislation}", unlimited, plain) if each in sentences), ""
    )
    if not code:
        return ""
    limit = provision.limit
    values = {"months": limit.months if limit else None, "weeks": limit.weeks if limit else None}
    if limit is None and any("{months" in text for text in sentences[code].values()):
        return ""
    return texts.sentence(the_law(), code, language(), values)
