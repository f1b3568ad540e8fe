"""Addresses of how officers share the work and answer for it."""

from django.urls import path

from sojourn.desk.officers import fact, keys, looks, passing, restricted

urlpatterns = [
    path("keys", keys.keys_page, name="keys"),
    path("looks", looks.looks_page, name="looks"),
    path("restricted", restricted.restricted_page, name="restricted"),
    path("restricted/groups/<uuid:group_id>", restricted.member_page, name="restricted_member"),
    path("restricted/<uuid:restriction_id>/lift", restricted.lift_page, name="restricted_lift"),
    path("restricted/cases/<str:restricted>", restricted.open_page, name="open_restricted"),
    path("cases/<str:reference>/pass-on", passing.pass_on_page, name="pass_on"),
    path("cases/<str:reference>/fact", fact.fact_page, name="fact"),
    path("cases/<str:reference>/restrict", restricted.restrict_page, name="restrict"),
]
