"""Addresses of certificates as their applicants have them. A number names no person."""

from django.urls import path

from sojourn.web.afterwards_pages import begin, certificate, exception

urlpatterns = [
    path("certificates/<str:number>", certificate.certificate_page, name="certificate"),
    path("certificates/<str:number>/replace", begin.replace_page, name="certificate_replace"),
    path("certificates/<str:number>/<slug:step>", begin.begin_page, name="certificate_change"),
    path("requests/new/exception", exception.exception_new, name="exception_new"),
]
