"""Addresses for HR directories: all of them below one, as the protocol has it."""

from django.urls import path, re_path

from sojourn.api.scim import scim

app_name = "scim"
urlpatterns = [path("", scim, name="root"), re_path(r"^(?P<rest>.+)$", scim, name="resources")]
