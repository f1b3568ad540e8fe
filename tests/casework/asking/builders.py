"""A case whose officer has asked something."""

from typing import Any
from uuid import uuid4

from sojourn.casework.asking.attachments import Upload
from sojourn.casework.asking.models import Inquiry
from sojourn.casework.asking.officer_events import ask
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign, look_at_person
from sojourn.parties.acting import ActingAs
from sojourn.parties.models import Person
from sojourn.requests.models import Request
from tests.casework.builders import a_queued_case, an_acting_officer
from tests.parties.builders import an_employer

PDF = b"%PDF-1.7\nA letter of assignment, shortened.\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def a_file(name: str = "letter.pdf", data: bytes = PDF) -> Upload:
    """A file as a browser sends it."""
    return Upload(name, len(data), data)


def person_of(acting: ActingAs) -> Person:
    """Who acts."""
    return Person.objects.get(pk=acting.actor.person_id)


class Story:
    """An employer's request in an officer's hands."""

    def __init__(self, **answers: Any) -> None:
        self.employer: ActingAs = an_employer()
        self.officer: ActingAs = an_acting_officer()
        self.case: Case = a_queued_case(self.employer, **answers)
        assign(acting=self.officer, case_id=self.case.pk)
        look_at_person(acting=self.officer, case_id=self.case.pk)
        self.case.refresh_from_db()

    @property
    def request(self) -> Request:
        """The request as it stands now."""
        return Request.objects.get(pk=self.case.request_id)

    def ask(self, *codes: str, **terms: Any) -> Inquiry:
        """Ask, by default for the worker's number within ten working days."""
        self.case.refresh_from_db()
        wanted: dict[str, Any] = {"working_days": 10, "key": uuid4(), "codes": codes or ("worker_number",)}
        ask(acting=self.officer, case_id=self.case.pk, version=self.case.version, **wanted | terms)
        self.case.refresh_from_db()
        return Inquiry.objects.filter(case=self.case).latest("asked_at")
