"""Addresses of the pages about waivers and records."""

from django.urls import path

from sojourn.desk.waivers import records, waivers

urlpatterns = [
    path("waivers", waivers.waivers_page, name="waivers"),
    path("waivers/new", waivers.new_page, name="waiver_new"),
    path("waivers/<uuid:waiver_id>/revoke", waivers.revoke_page, name="waiver_revoke"),
    path("cases/<str:reference>/record", records.record_page, name="record"),
    path(
        "cases/<str:reference>/record/<uuid:fact_id>/take-back",
        records.take_back_page,
        name="record_take_back",
    ),
]
