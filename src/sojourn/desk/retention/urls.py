"""Addresses of the retention schedule, below the desk's."""

from django.urls import path

from sojourn.desk.retention import schedule

urlpatterns = [
    path("retention/", schedule.show, name="retention"),
    path("retention/rule", schedule.rule, name="retention_rule"),
    path("retention/hold", schedule.hold, name="retention_hold"),
    path("retention/hold/<uuid:hold_id>/lift", schedule.lift, name="retention_lift"),
]
