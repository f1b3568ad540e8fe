"""The letters of this sub-room. None says who asks, whom, or for what."""

from django.conf import settings
from django.urls import reverse

from sojourn.core.actors import Subject
from sojourn.messages.access import letters_about
from sojourn.messages.events import post_letter
from sojourn.messages.states import LetterState
from sojourn.parties.standing_in import readers_for
from sojourn.requests.worker_part.models import WorkerPart

# The names of the pages to which letters lead.
LINK_PAGE = "worker_link"
PART_PAGE = "worker_part"
APPLICANT_PAGE = "request_worker"
_TO_WORKER = frozenset({"worker_asked", "worker_reminder"})


def ask(part: WorkerPart, *, secret: str) -> None:
    """Send the link."""
    values = {"words": part.words, "link": _page(LINK_PAGE, secret), "until": _until(part)}
    _to_worker("worker_asked", part, values, f"worker_asked:{part.pk}:{part.generation}")


def remind(part: WorkerPart) -> None:
    """Remind the worker. The link holds no secret: it leads to a code sent to the same address."""
    values = {"words": part.words, "link": _page(PART_PAGE, part.pk), "until": _until(part)}
    key = f"worker_reminder:{part.pk}:{part.generation}:{part.reminders}"
    _to_worker("worker_reminder", part, values, key)


def send_code(part: WorkerPart, *, code: str) -> None:
    """Send a code by which another browser gets in."""
    _to_worker("sign_in_code", part, {"code": code}, f"worker_code:{part.pk}:{part.codes_sent}")


def tell_of_certificate(part: WorkerPart) -> None:
    """Tell the worker that the certificate can be fetched."""
    values = {"ref": part.request.reference or "", "link": _page(PART_PAGE, part.pk)}
    _to_worker("worker_certificate", part, values, f"worker_certificate:{part.pk}")


def tell_of_change(part: WorkerPart, *, occasion: str, what: str = "changed") -> None:
    """Tell the worker, who has an own copy, that the certificate was changed or ended, suspended or confirmed; once for
    each occasion."""
    values = {"ref": part.request.reference or "", "link": _page(PART_PAGE, part.pk)}
    letter = f"worker_certificate_{what}"
    _to_worker(letter, part, values, f"{letter}:{part.pk}:{occasion}")


def tell_applicant(part: WorkerPart, template: str, occasion: str) -> None:
    """Tell whoever asked the worker that the part is done ("worker_part_done") or needs them ("worker_part_stuck")."""
    request = part.request
    if not request.notify:
        return
    keeper = request.kept_by or part.invited_by
    for reader in readers_for(keeper, request.employer_id, request.firm_id):
        post_letter(
            template=template,
            recipient=reader.email,
            language=reader.language,
            values={"link": _page(APPLICANT_PAGE, part.request_id)},
            about=Subject("request", str(part.request_id)),
            key=f"{template}:{part.pk}:{part.generation}:{occasion}"
            + ("" if reader == keeper else f":{reader.pk}"),
        )


def is_undelivered(part: WorkerPart) -> bool:
    """Whether the newest letter with the way in could not be delivered."""
    sent = [letter for letter in letters_about(_subject(part)) if letter.template in _TO_WORKER]
    return bool(sent) and sent[-1].state is LetterState.FAILED


def _to_worker(template: str, part: WorkerPart, values: dict[str, str], key: str) -> None:
    post_letter(
        template=template,
        recipient=part.email,
        language=part.language,
        values=values,
        about=_subject(part),
        key=key,
    )


def _subject(part: WorkerPart) -> Subject:
    return Subject("worker_part", str(part.pk))


def _until(part: WorkerPart) -> str:
    return part.expires_at.date().isoformat()


def _page(name: str, *arguments: object) -> str:
    return f"{settings.SOJOURN_BASE_URL}{reverse(name, args=arguments)}"
