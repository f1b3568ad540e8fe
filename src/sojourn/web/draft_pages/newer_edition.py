"""What a newer edition of questions or law changes for a draft, in words, on whichever page it is opened."""

from typing import Any

from django.utils.translation import gettext, ngettext

from sojourn.engine.lawbook.facts import Fact
from sojourn.requests.access import Request
from sojourn.requests.editions import EditionChange, change_of
from sojourn.web.addresses import page_address
from sojourn.web.language import language


def newer_edition(draft: Request) -> dict[str, Any] | None:
    """Heading, lines and links of the notice; None where nothing is newer."""
    change = change_of(draft)
    if change is None:
        return None
    return {"heading": _heading(change), "lines": _lines(change), "links": _links(draft, change)}


def _heading(change: EditionChange) -> str:
    if change.law_changed and change.questions_changed:
        return gettext("The law and the questions have changed since you last worked on this.")
    if change.law_changed:
        return gettext("The law as we carry it has changed since you last worked on this.")
    return gettext("The questions have changed since you last worked on this.")


def _lines(change: EditionChange) -> list[str]:
    if not change.concerns_draft:
        return [gettext("Nothing changes for this request. Your answers still hold.")]
    lines = [gettext("Your answers still hold.")]
    if new := len(change.new):
        lines.append(
            ngettext("%(count)d question is new.", "%(count)d questions are new.", new) % {"count": new}
        )
    if reworded := len(change.reworded):
        lines.append(
            ngettext(
                "%(count)d question you have answered is worded anew; check the answer.",
                "%(count)d questions you have answered are worded anew; check the answers.",
                reworded,
            )
            % {"count": reworded}
        )
    if dropped := len(change.dropped):
        lines.append(
            ngettext(
                "%(count)d question is no longer asked.", "%(count)d questions are no longer asked.", dropped
            )
            % {"count": dropped}
        )
    if change.answer_changed:
        lines.append(gettext("On the same answers the law now says something else: see the page on the law."))
    return lines


def _links(draft: Request, change: EditionChange) -> list[dict[str, str]]:
    """To each new or reworded question, where it stands."""
    links = [_link(draft, fact) for fact in (*change.new, *change.reworded)]
    if change.answer_changed:
        links.append({"text": gettext("What the law says"), "url": page_address(draft.pk, "law")})
    return [link for link in links if link["url"]]


def _link(draft: Request, fact: Fact) -> dict[str, str]:
    matter = fact.matter_for(draft.applicant)
    words = fact.words_in(language(), draft.applicant)
    return {"text": words.name, "url": page_address(draft.pk, matter) if matter else ""}
