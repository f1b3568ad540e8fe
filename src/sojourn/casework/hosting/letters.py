"""Letters to the staff of an institution. None names anybody or any case."""

from django.conf import settings

from sojourn.casework.hosting.permissions import subject_of
from sojourn.core import clock
from sojourn.messages.events import post_letter
from sojourn.parties.staff_directory import staff_at

AUTOMATION_PAGE = "/desk/institution/automation"


def tell_staff(institution_id: str, *, letter: str, but: str | None, leading: bool = False) -> None:
    """Write to everybody who works there, or to those who lead, except to whoever did it (`but`)."""
    occasion = clock.now().isoformat(timespec="microseconds")
    for member in staff_at(institution_id, leading=leading):
        if str(member.person_id) == but:
            continue
        post_letter(
            template=letter,
            recipient=member.email,
            language=member.language,
            values={"link": f"{settings.SOJOURN_BASE_URL}{AUTOMATION_PAGE}"},
            about=subject_of(institution_id),
            key=f"{letter}:{institution_id}:{occasion}:{member.person_id}",
        )
