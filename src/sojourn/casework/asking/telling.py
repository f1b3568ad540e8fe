"""Letters about questions: to the applicant, or to the worker who was asked by a link."""

from datetime import date

from django.conf import settings

from sojourn.casework.asking.models import WORKER, Inquiry, WorkerLink
from sojourn.core.actors import Subject
from sojourn.messages.events import post_letter
from sojourn.requests.question_events import heading_for, tell_applicant

LINK_PAGE, ASKED_PAGE = "asked", "asked/by"


def send_link(link: WorkerLink, secret: str) -> None:
    """Send the worker the link, in the institution's name. It works until the inquiry ends."""
    _to_worker(
        link,
        "worker_question",
        f"worker_question:{link.pk}:{link.generation}",
        f"{LINK_PAGE}/{secret}",
        link.inquiry.due_on,
    )


def tell_asked(inquiry: Inquiry, letter: str, *, key: str, page: str = "", until: date | None = None) -> None:
    """Tell whoever was asked: the applicant, if letters are wanted, or the worker, who then gets the letter of the same
    name that is written for workers. It leads to a page that asks for the link first.
    """
    if inquiry.recipient == WORKER:
        link = WorkerLink.objects.select_related("inquiry__case").get(inquiry=inquiry)
        if not link.disowned:
            _to_worker(link, f"worker_{letter}", f"worker_{key}", f"{ASKED_PAGE}/{link.pk}", until)
        return
    tell_applicant(request_id=inquiry.case.request_id, letter=letter, key=key, page=page, until=until)


def _to_worker(link: WorkerLink, template: str, key: str, page: str, until: date | None) -> None:
    heading = heading_for(link.inquiry.case.request_id)
    values = {"ref": heading.reference, "link": f"{settings.SOJOURN_BASE_URL}/{page}"}
    post_letter(
        template=template,
        recipient=link.email,
        language=link.language,
        values={**values, "until": until.isoformat()} if until else values,
        about=Subject("worker_link", str(link.pk)),
        letterhead=heading.lines,
        key=key,
    )
