"""The worker's questions and answers as the templates draw them, in the worker's voice."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.requests import question_fields as questions
from sojourn.requests.answers import Answers
from sojourn.requests.question_fields import field_name_id
from sojourn.requests.side_by_side import Conflict
from sojourn.requests.texts import problem_text, sentence
from sojourn.requests.worker_part.interview import PAGES, Topic, WorkersPage, page_of, topics_of
from sojourn.web.answer_rows import fact_rows
from sojourn.web.language import language
from sojourn.web.worker_pages.browser import Part

# The vocabulary's second voice speaks to whoever answers about themselves; it is the worker's too.
_VOICE = Applicant.SELF_EMPLOYED
# It tells the self-employed that nobody but they and the institution sees these. With an employer there is one more.
_SEEN_BY_EMPLOYER = frozenset({"worker.given_names", "worker.family_name", "worker.ssn"})
type Field = dict[str, Any]


def in_workers_voice(answers: Answers) -> Answers:
    """The same answers, drawn with the words for somebody who answers about themselves."""
    return replace(answers, applicant=_VOICE)


def fields_of(page: WorkersPage, form: questions.Form) -> list[Field]:
    """The questions of the page as fields."""
    drawn = []
    for each in page.questions:
        fact = each.asked.fact
        one = questions.field_of(fact, form, optional=not each.asked.required)
        if fact.id in _SEEN_BY_EMPLOYER:
            words = fact.words_in(form.language, _VOICE)
            why = gettext(
                "It is printed on the certificate or finds your insurance record. It is stored encrypted and"
                " seen only by you, your employer and the institution."
            )
            one["help"] = [text for text in (words.meaning, why) if text]
        drawn.append(one)
    return drawn


def sentences(problems: Iterable[Problem]) -> dict[str, str]:
    """The first sentence for each field that has a problem."""
    told: dict[str, str] = {}
    for problem in problems:
        if not problem.field.startswith(("topic.", "reason.")):
            told.setdefault(problem.field, problem_text(problem, load_facts(), language(), _VOICE))
    return told


def warnings_of(page: WorkersPage) -> list[dict[str, str]]:
    """What is unusual, each with a field for the reason to go on."""
    return [
        {
            "text": sentence(finding.code, finding.params, language()),
            "name": f"reason-{finding.fingerprint}",
            "fingerprint": finding.fingerprint,
            "reference": "",
            "error": "",
        }
        for finding in page.warnings
    ]


def topic_fields(part: Part, topics: Iterable[Topic], *, mend: bool) -> list[Field]:
    """What the employer said, topic by topic, each with "Is this right?" and a box for why not."""
    drawn = []
    for topic in topics:
        chosen = {True: "yes", False: "no", None: ""}[topic.right]
        named = {"topic": topic_title(topic.name)}
        question = {
            "name": f"topic.{topic.name}",
            "id": f"topic-{topic.name}",
            "kind": "radios",
            "label": gettext("%(topic)s: is this right?") % named,
            "options": [
                {"value": "yes", "label": gettext("Yes")},
                {"value": "no", "label": gettext("No")},
            ],
            "value": chosen,
            "error": gettext("%(topic)s: choose whether this is right.") % named
            if mend and topic.right is None
            else "",
        }
        lacks_reason = topic.right is False and not topic.reason
        reason = {
            "name": f"reason.{topic.name}",
            "id": f"reason-of-{topic.name}",
            "kind": "text",
            "label": gettext("%(topic)s: if not, why?") % named,
            "hint": gettext("Only the institution reads this. Your employer is told that you said no."),
            "value": topic.reason,
            "error": gettext("%(topic)s: enter why it is not right.") % named
            if mend and lacks_reason
            else "",
        }
        rows = _shown_rows(part, topic)
        drawn.append(
            {
                "name": topic.name,
                "title": topic_title(topic.name),
                "rows": rows,
                "question": question,
                "why": reason,
            }
        )
    return drawn


def _shown_rows(part: Part, topic: Topic) -> list[dict[str, Any]]:
    """The employer's answers to one topic, said to the worker; the place as one address."""
    answers, facts = part.request.answers, load_facts()
    if topic.name != "place":
        return list(fact_rows(answers, [facts[fact_id] for fact_id in topic.fact_ids], language()))
    town = " ".join(
        text for text in (answers.text("receiver.postcode"), answers.text("receiver.city")) if text
    )
    place = [answers.text("receiver.name"), answers.text("receiver.street"), town]
    rows: list[dict[str, Any]] = []
    if whose := _employer_there(part):
        rows.append({"key": gettext("Your employer there"), "value": whose})
    return [*rows, {"key": gettext("Where you work there"), "lines": [text for text in place if text]}]


def _employer_there(part: Part) -> str:
    """Who employs the worker there; the vocabulary says it in the voice of the employer."""
    words = {
        "own_office": gettext("%(employer)s, at its own office"),
        "customer": gettext("%(employer)s, at a customer or partner"),
        "group_our_contract": gettext("%(employer)s, at a group company"),
        "group_their_contract": gettext("A group company there"),
        "other_employer": gettext("Another employer there"),
    }
    employer = part.request.employer
    name = employer.particulars["name"] if employer else ""
    said = words.get(part.request.answers.text("question.for_whom"), "")
    return said % {"employer": name} if "%(" in said else said


def topic_title(name: str) -> str:
    """What a topic is called."""
    titles = {
        "trip": gettext("The work abroad"),
        "place": gettext("Where and for whom you work there"),
        "job": gettext("Your job at home"),
    }
    return titles[name]


def topic_errors(topics: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The rows of the error summary for the topics."""
    found = [field for topic in topics for field in (topic["question"], topic["why"])]
    return [{"text": field["error"], "target": field["id"]} for field in found if field["error"]]


def conflict_words(conflicts: Iterable[Conflict], spoken: str) -> dict[str, dict[str, Any]]:
    """What was changed in another browser meanwhile, by question."""
    told = {}
    for each in conflicts:
        rows: list[Mapping[str, Any]] = list(fact_rows(each.before, [load_facts()[each.fact_id]], spoken))
        said = rows[0].get("value") or "; ".join(rows[0].get("lines", ())) if rows else ""
        told[each.fact_id] = {
            "text": gettext("This was changed while the page was open."),
            "theirs": said or gettext("nothing that can be used yet"),
            "id": f"take-{field_name_id(each.fact_id)}",
            "value": each.fact_id,
        }
    return told


def answer_groups(part: Part, *, change: bool) -> list[dict[str, Any]]:
    """The worker's answers as rows to read, page by page; with the way back to each."""
    titles = {"you": gettext("About you"), "work": gettext("Your situation")}
    groups = []
    for name in PAGES:
        page = page_of(part, name)
        spoken = in_workers_voice(page.answers)
        rows = []
        for each in page.questions:
            fact = each.asked.fact
            row: dict[str, Any] = (fact_rows(spoken, [fact], language()) or [_empty_row(fact.id)])[0]
            if change:
                address = reverse("worker_page", args=[part.pk, name])
                row = row | {"change_url": f"{address}?back=check#{questions.box_id(fact)}"}
            rows.append(row)
        if name == "work":
            rows += _topic_rows(part, change=change)
        groups.append({"heading": titles[name], "rows": rows})
    return groups


def _empty_row(fact_id: str) -> dict[str, Any]:
    return {"key": load_facts()[fact_id].words_in(language(), _VOICE).name, "value": ""}


def _topic_rows(part: Part, *, change: bool) -> list[dict[str, Any]]:
    rows = []
    for topic in topics_of(part):
        value = gettext("You say: right") if topic.right else gettext("You say: not right. %(why)s")
        row = {
            "key": topic_title(topic.name),
            "value": value if topic.right else value % {"why": topic.reason},
        }
        if change:
            row["change_url"] = (
                f"{reverse('worker_page', args=[part.pk, 'work'])}?back=check#topic-{topic.name}"
            )
        rows.append(row)
    return rows
