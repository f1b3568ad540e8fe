"""Letters about samples. None names anybody."""

from django.conf import settings

from sojourn.casework.sampling.models import Sample
from sojourn.casework.sampling.moves import subject_of
from sojourn.messages.events import post_letter
from sojourn.parties.staff_directory import staff_at


def tell_of_wrong(sample: Sample) -> None:
    """Write to those who lead that a sample was wrong. That its corridor was stopped, a letter of its own says."""
    for member in staff_at(sample.institution_id, leading=True):
        post_letter(
            template="sample_wrong",
            recipient=member.email,
            language=member.language,
            values={"link": f"{settings.SOJOURN_BASE_URL}/desk/sampling/{sample.pk}"},
            about=subject_of(sample),
            key=f"sample_wrong:{sample.pk}:{member.person_id}",
        )
