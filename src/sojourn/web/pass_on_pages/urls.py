"""Addresses of passing on."""

from django.urls import path

from sojourn.web.pass_on_pages import received, sending

urlpatterns = [
    path("certificates/<str:number>/pass-on", sending.pass_on_page, name="certificate_pass_on"),
    path(
        "certificates/<str:number>/pass-on/<uuid:link_id>/back",
        sending.take_back,
        name="certificate_link_back",
    ),
    path("passed-on/<str:secret>", received.received_page, name="passed_on"),
]
