"""Requests of an employer, asked with a key: sent one by one or many at once, and followed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from sojourn.api.bodies import JSON, LINES, body_of, json_answer, json_text
from sojourn.api.keyed import key_of
from sojourn.api.languages import preferred
from sojourn.api.limits import BATCH_BYTES, MOST_BYTES, REQUEST_LINES
from sojourn.api.problems import Fault, Refusal, fault_words
from sojourn.api.queries import Telling, refuse_unknown
from sojourn.api.request_forms import RequestForm, RequestPageForm
from sojourn.casework.events import take_up_at_once
from sojourn.certificates import access as certificates
from sojourn.certificates.errors import CertificateUnknown
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.engine.lawbook.facts import Kind, load_facts
from sojourn.engine.situations.decoding import decoded
from sojourn.engine.telling.texts import in_language
from sojourn.parties.api_keys import READ, REQUEST, KeyInUse
from sojourn.requests import many
from sojourn.requests.access import Request, request_by_reference, requests_for
from sojourn.requests.from_file import RequestFromFile
from sojourn.requests.texts import fact_id_of, problem_text

router = Router(tags=["Requests"])
IDEMPOTENCY = "Idempotency-Key"
LONGEST_KEY = 200
_NAMESPACE = UUID("6f1b5a3e-54d7-4f0e-9d43-2f9f6c1f5a10")


class Paging(Telling):
    """Which requests."""

    state: str = Field("", max_length=40, description="Only those in this state.")
    after: str = Field("", max_length=16, description="Those sent before the one with this reference.")
    limit: int = Field(50, ge=1, le=100, description="At most so many.")


@router.post("/requests", url_name="requests", operation_id="createRequest", response=RequestForm)
def create_request(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Send one request.

    The answers by the names of the form, as in the template for spreadsheets and in `sojourn`'s request files. All of
    it is checked; what is missing or wrong stands in `errors`, and then nothing is kept. A clear case is decided at
    once. With the header Idempotency-Key the same call again is the same request, and the same key with another
    content is refused; without it, the same content is the same request. Needs a key with the scope request.
    """
    refuse_unknown(request, Telling.model_fields)
    key, language = key_of(request, REQUEST), preferred(request)
    try:
        file = _file(body_of(request, JSON, MOST_BYTES))
        asking = _asking(key, file, request.headers.get(IDEMPOTENCY, ""))
        made, refused = _sent(key, file, [asking])
    except InvalidInput as wrong:
        raise Refusal("invalid_request", _faults(wrong.problems, language)) from wrong
    if refused:
        raise Refusal("invalid_request", _faults(_why_not(refused[0]), language))
    if made[0].mark != asking.mark:
        raise Refusal("key_used_otherwise")
    take_up_at_once(request_id=made[0].request_id)
    return json_answer(_form(key, made[0].reference or "").model_dump(mode="json"))


@router.post("/requests/batch", url_name="requests_batch", operation_id="createRequests")
def create_requests(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Send many requests.

    JSON Lines: one request a line, at most 500 lines and 1 MiB. The answers come in the same order, one a line: the
    reference and the state, or {"error": {"line", "code", "errors"}}. What can be sent is sent, whatever is wrong with
    other lines; the same line again is the same request. The institution decides afterwards: ask for each reference.
    Needs a key with the scope request.
    """
    refuse_unknown(request, Telling.model_fields)
    key, language = key_of(request, REQUEST), preferred(request)
    lines = body_of(request, LINES, BATCH_BYTES).splitlines()
    if len(lines) > REQUEST_LINES:
        raise Refusal("too_large")
    answers: dict[int, dict[str, Any]] = {}
    askings: dict[int, many.Asking] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            file = _file(line)
            askings[number] = _asking(key, file, "")
            _require_fitting(key, file, askings[number])
        except InvalidInput as wrong:
            askings.pop(number, None)
            answers[number] = _bad_line(number, "invalid_request", _faults(wrong.problems, language))
        except Refusal as refusal:
            answers[number] = _bad_line(number, refusal.code, refusal.faults)
    for number, answer in _all_sent(key, askings, language):
        answers[number] = answer
    text = "".join(json_text(answers[number]) + "\n" for number in sorted(answers))
    return HttpResponse(text, content_type=LINES)


@router.get("/requests", url_name="requests", operation_id="listRequests", response=RequestPageForm)
def list_requests(request: HttpRequest, query: Query[Paging]) -> HttpResponse:
    """List requests that were sent.

    Those of the key's employer, last sent first, whoever sent them. `next` is the reference to give as `after` for the
    next ones. Needs a key with the scope read.
    """
    refuse_unknown(request, Paging.model_fields)
    key = key_of(request, READ)
    rows = requests_for(key.acting).filter(handed_in_at__isnull=False, reference__isnull=False)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.after:
        last = _one(key, query.after)
        same = rows.filter(handed_in_at=last.handed_in_at, reference__lt=last.reference)
        rows = rows.filter(handed_in_at__lt=last.handed_in_at) | same
    found = list(rows.order_by("-handed_in_at", "-reference")[: query.limit + 1])
    shown = found[: query.limit]
    page = RequestPageForm(
        items=[RequestForm.of(each) for each in shown],
        next=shown[-1].reference if len(found) > query.limit else None,
    )
    return json_answer(page.model_dump(mode="json"))


@router.get("/requests/{reference}", url_name="request", operation_id="showRequest", response=RequestForm)
def show_request(request: HttpRequest, reference: str, query: Query[Telling]) -> HttpResponse:
    """Show where a request stands.

    Needs a key with the scope read, of the employer that asked.
    """
    refuse_unknown(request, Telling.model_fields)
    key = key_of(request, READ)
    return json_answer(RequestForm.of(_one(key, reference)).model_dump(mode="json"))


@router.get("/requests/{reference}/certificate.pdf", url_name="certificate", operation_id="getCertificate")
def certificate(request: HttpRequest, reference: str, query: Query[Telling]) -> HttpResponse:
    """Get the certificate of a request.

    The sealed PDF that was issued. Needs a key with the scope read, of the employer that asked.
    """
    refuse_unknown(request, Telling.model_fields)
    found = _one(key_of(request, READ), reference)
    if not found.certificate_number:
        raise Refusal("no_certificate_yet")
    try:
        document = certificates.document(found.certificate_number)
    except CertificateUnknown:
        # Erased by the institution's schedule.
        raise Refusal("no_certificate_yet") from None
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.certificate_number}.pdf"'
    return response


def _one(key: KeyInUse, reference: str) -> Request:
    try:
        found = request_by_reference(key.acting, reference[:40])
    except NotAllowed:
        raise Refusal("unknown_request") from None
    if found.handed_in_at is None:
        raise Refusal("unknown_request")
    return found


def _form(key: KeyInUse, reference: str) -> RequestForm:
    return RequestForm.of(_one(key, reference))


def _file(content: bytes) -> RequestFromFile:
    """The request in `content`. Raises Refusal "not_json", "too_large"; InvalidInput with each path and reason."""
    if len(content) > MOST_BYTES:
        raise Refusal("too_large")
    try:
        data = decoded(content)
    except InvalidInput as wrong:
        raise Refusal("not_json") from wrong
    if isinstance(data, dict) and data.get("applicant") in ("self_employed", "worker"):
        raise InvalidInput([Problem("applicant", "not_for_this_key")])
    return RequestFromFile.read(data)


def _asking(key: KeyInUse, file: RequestFromFile, name: str) -> many.Asking:
    """The request that a file asks for. `name`: what the caller calls it, so that a second call is the same."""
    if len(name) > LONGEST_KEY:
        raise InvalidInput([Problem("Idempotency-Key", "wrong_form")])
    content = json.dumps(file.model_dump(mode="json"), sort_keys=True, ensure_ascii=True)
    mark = hashlib.sha256(content.encode()).hexdigest()[:16]
    own = uuid5(_NAMESPACE, f"{key.acting.token}\x1f{name}") if name else file.key_for(key.acting)
    return many.Asking(own, file.answers, file.acknowledge, mark)


def _require_fitting(key: KeyInUse, file: RequestFromFile, asking: many.Asking) -> None:
    if not file.declared:
        raise InvalidInput([Problem("declared", "not_declared")])
    try:
        many.Applying.now(key.acting).answers(asking.typed)
    except NotAllowed:
        # The person in whose name the key acts may look and no longer ask.
        raise Refusal("scope_needed") from None


def _sent(
    key: KeyInUse, file: RequestFromFile, askings: Sequence[many.Asking]
) -> tuple[list[many.Made], list[many.Judged]]:
    for asking in askings:
        _require_fitting(key, file, asking)
    return _send(key, askings)


def _send(key: KeyInUse, askings: Sequence[many.Asking]) -> tuple[list[many.Made], list[many.Judged]]:
    try:
        return many.send_all(
            acting=key.acting, askings=askings, notify=False, declared=True, by_key=str(key.id)
        )
    except NotAllowed:
        # The person in whose name the key acts may look and no longer send.
        raise Refusal("scope_needed") from None


def _all_sent(
    key: KeyInUse, askings: Mapping[int, many.Asking], language: str
) -> Iterable[tuple[int, dict[str, Any]]]:
    """The answer of each line that could be read. Two lines with the same content are one request."""
    distinct = {asking.key: asking for asking in askings.values()}
    if not distinct:
        return
    made, refused = _send(key, list(distinct.values()))
    done = {each.key: {"reference": each.reference, "state": each.state} for each in made}
    wrong = {each.asking.key: _faults(_why_not(each), language) for each in refused}
    for number, asking in askings.items():
        if asking.key in done:
            yield number, done[asking.key]
        else:
            yield number, _bad_line(number, "invalid_request", wrong[asking.key])


def _why_not(judged: many.Judged) -> list[Problem]:
    """Everything for which one request could not be sent."""
    problems = list(judged.problems)
    problems += [Problem(f"acknowledge.{each.code}", each.code, each.params) for each in judged.open_warnings]
    if not judged.way.possible and not problems:
        pending = [Problem(name, "missing") for name in judged.way.pending]
        problems += pending or [Problem("situation", judged.way.way.value)]
    return problems


def _bad_line(number: int, code: str, faults: Sequence[Fault]) -> dict[str, Any]:
    return {"error": {"line": number, "code": code, "errors": list(faults)}}


def _faults(problems: Iterable[Problem], language: str) -> list[Fault]:
    """Each fault with its path into what was sent, and its sentence."""
    return [
        {"path": _path(each), "code": each.code, "message": _message(each, language)} for each in problems
    ]


def _path(problem: Problem) -> str:
    """situation.<name> or particulars.<name>; what is no answer stands where it was sent."""
    fact_id = fact_id_of(problem.field, load_facts())
    if fact_id is None:
        return problem.field
    named = load_facts()[fact_id].kind is Kind.PARTICULAR
    return f"{'particulars' if named else 'situation'}.{problem.field}"


def _message(problem: Problem, language: str) -> str:
    words = fault_words().get(problem.code)
    if words is not None:
        return in_language(words, language).format(**problem.params)
    try:
        return problem_text(problem, load_facts(), language)
    except KeyError:
        return str(problem.params.get("why", problem.code))
