"""The institution's named queues, as conditions on cases."""

from datetime import timedelta

from django.db.models import Q

from sojourn.casework.hosting.terms import Queue
from sojourn.casework.models import InstitutionSetting
from sojourn.core import clock


def named_queues(institution_id: str) -> dict[str, Q]:
    """The queues that the institution has set, by name, in its order."""
    setting = InstitutionSetting.objects.filter(pk=institution_id).first()
    return {queue.name: condition_of(queue) for queue in setting.read.queues} if setting else {}


def condition_of(queue: Queue) -> Q:
    """Which cases belong to a queue."""
    condition = Q()
    for field, values in (("kind", queue.kinds), ("host", queue.hosts), ("language", queue.languages)):
        if values:
            condition &= Q(**{f"{field}__in": values})
    if queue.older_than:
        condition &= Q(opened_at__lt=clock.now() - timedelta(days=queue.older_than))
    if queue.hindered is not None:
        condition &= Q(risk__gt=0) if queue.hindered else Q(risk=0)
    return condition
