"""A letter's words, from its template: subject, plain text and HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.template.loader import render_to_string

from sojourn.messages.catalogue import LANGUAGES, PLACEHOLDER, Button, catalogue
from sojourn.messages.values import shown

_PAGE: Final = "letters/letter.html"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The exact words of one letter."""

    language: str
    template_version: str
    subject: str
    text: str
    html: str


def render(
    template_name: str, language: str, values: Mapping[str, str], letterhead: Sequence[str] = ()
) -> Rendered:
    """Fill in the letter, under the letterhead where there is one. A language without a wording falls back to English.

    Raises LetterError for an unknown template, and for a value that is missing, not expected or wrong.
    """
    letters = catalogue()
    template = letters.template(template_name)
    spoken = language.split("-")[0].lower()
    spoken = spoken if spoken in LANGUAGES else LANGUAGES[0]
    filled = shown(template_name, template, values, spoken)
    wording, frame = template.wording(spoken), letters.frame.wording(spoken)
    parts = [_part(part, filled) for part in wording.body]
    subject = _filled(wording.subject, filled)
    foot = [frame.feet[template.foot], frame.never]
    context = {
        "language": spoken,
        "subject": subject,
        "parts": parts,
        "foot": foot,
        "address_hint": frame.address_hint,
        "letterhead": list(letterhead),
    }
    return Rendered(
        language=spoken,
        template_version=letters.versions[template_name],
        subject=subject,
        text=_plain(parts, foot, letterhead),
        html=render_to_string(_PAGE, context),
    )


def _part(part: str | Button, values: Mapping[str, str]) -> dict[str, str]:
    if isinstance(part, Button):
        return {"words": part.button, "link": values[part.link]}
    return {"words": _filled(part, values)}


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values[match.group(1)], text)


def _plain(parts: list[dict[str, str]], foot: list[str], letterhead: Sequence[str]) -> str:
    paragraphs = [f"{part['words']}:\n{part['link']}" if "link" in part else part["words"] for part in parts]
    head = ["\n".join(letterhead)] if letterhead else []
    return "\n\n".join([*head, *paragraphs, "-- \n" + "\n".join(foot)]) + "\n"
