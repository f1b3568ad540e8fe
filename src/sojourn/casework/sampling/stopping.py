"""Stops the automation of a corridor by itself when too many of its samples were wrong."""

from django.db.models import Count

from sojourn.casework.hosting.automation_events import Scope, stop_by_service
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.sampling.models import Sample, SamplingStop
from sojourn.casework.sampling.rates import ErrorRate, counted
from sojourn.casework.switch import grip_switch
from sojourn.core import clock


def stop_if_too_many(institution_id: str, host: str) -> bool:
    """Stop automation for this country of work where the setting's share of wrong samples is passed.

    Counted are samples of decisions since the last such stop, so that what was mended is not held against the corridor
    for ever. Whether it was stopped just now. Inside the transaction of the verdict.
    """
    grip_switch(institution_id)
    setting = InstitutionSetting.objects.select_for_update().get(pk=institution_id)
    limits = setting.read.sampling_stop
    if limits.above_percent is None or host in setting.stopped_corridors:
        return False
    so_far = rate_since_stop(institution_id, host)
    if so_far.judged < limits.least_judged or so_far.wrong * 100 <= limits.above_percent * so_far.judged:
        return False
    SamplingStop.objects.create(
        institution_id=institution_id,
        host=host,
        judged=so_far.judged,
        wrong=so_far.wrong,
        above_percent=limits.above_percent,
        stopped_at=clock.now(),
    )
    stop_by_service(setting, Scope("corridor", host), letter="stopped_by_samples")
    return True


def rate_since_stop(institution_id: str, host: str) -> ErrorRate:
    """The verdicts on decisions of a corridor since samples last stopped it."""
    last = SamplingStop.objects.filter(institution_id=institution_id, host=host).first()
    judged = Sample.objects.of_institution(institution_id).judged().filter(host=host)
    since = judged.decided_between(last.stopped_at if last else None, None)
    return counted(since.order_by().values_list("verdict").annotate(Count("pk")))
