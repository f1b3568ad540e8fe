"""Two windows on one draft: what the form carries, and how a change by somebody else is told."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.utils.translation import gettext

from sojourn.core import clock
from sojourn.engine.lawbook.facts import Fact, load_facts
from sojourn.parties.acting import ActingAs
from sojourn.parties.directory import colleague
from sojourn.requests.answers import Answers
from sojourn.requests.question_fields import field_name_id
from sojourn.requests.side_by_side import LONGEST_WINDOW, MARK_LENGTH, Conflict, Seen, marks_of
from sojourn.web.answer_rows import fact_rows
from sojourn.web.day_words import day_in_words

WINDOW, MARKS, TAKE = "window", "marks", "take"
_MOST_MARKS = 200


def carried(answers: Answers, facts: Iterable[Fact], post: QueryDict | None = None) -> dict[str, str]:
    """What the form carries along, hidden; of a page that outlived its session, what that page carried."""
    if post is not None and (window := post.get(WINDOW)):
        return {WINDOW: window[:LONGEST_WINDOW], MARKS: post.get(MARKS, "")}
    marks = marks_of(answers, (fact.id for fact in facts))
    return {WINDOW: str(uuid4()), MARKS: json.dumps(marks, separators=(",", ":"))}


def seen_in(post: QueryDict) -> Seen:
    """What the posted page had shown; nothing where that cannot be read."""
    try:
        marks = json.loads(post.get(MARKS, "") or "{}")
    except ValueError:
        marks = {}
    if not isinstance(marks, dict) or len(marks) > _MOST_MARKS:
        marks = {}
    fitting = {str(k): v for k, v in marks.items() if isinstance(v, str) and len(v) == MARK_LENGTH}
    return Seen(post.get(WINDOW, "")[:LONGEST_WINDOW], fitting)


def left_to_other(post: QueryDict) -> frozenset[str]:
    """The questions for which the person takes the other's answer."""
    return frozenset(post.getlist(TAKE))


def told(acting: ActingAs, conflicts: Iterable[Conflict], language: str) -> dict[str, dict[str, Any]]:
    """Each conflict in words, by question: who changed it when, to what, and how to take that instead."""
    facts = load_facts()
    return {
        each.fact_id: {
            "text": _who_when(acting, each),
            "theirs": _their_answer(each, facts[each.fact_id], language),
            "id": f"take-{field_name_id(each.fact_id)}",
            "value": each.fact_id,
        }
        for each in conflicts
    }


def _who_when(acting: ActingAs, conflict: Conflict) -> str:
    if conflict.at is None:
        return gettext("This was changed while the page was open.")
    when = {"day": day_in_words(conflict.at.date()), "time": f"{conflict.at:%H:%M}"}
    today = conflict.at.date() == clock.today()
    if conflict.by == acting.person_id:
        if today:
            return gettext("You changed this in another window at %(time)s UTC.") % when
        return gettext("You changed this in another window on %(day)s at %(time)s UTC.") % when
    when["name"] = colleague(acting, conflict.by) or gettext("Somebody else")
    if today:
        return gettext("%(name)s changed this at %(time)s UTC.") % when
    return gettext("%(name)s changed this on %(day)s at %(time)s UTC.") % when


def _their_answer(conflict: Conflict, fact: Fact, language: str) -> str:
    rows: list[Mapping[str, Any]] = list(fact_rows(conflict.before, [fact], language))
    if not rows:
        return gettext("nothing that can be used yet")
    said = rows[0].get("value") or "; ".join(rows[0].get("lines", ()))
    return str(said) or gettext("nothing that can be used yet")
