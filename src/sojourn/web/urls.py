"""Addresses of the public and applicant pages. None of them holds anything that names a person."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from sojourn.web import demo, home

urlpatterns = [
    path("", home.home, name="home"),
    path("privacy", home.privacy, name="privacy"),
    path("help", home.help_page, name="help"),
    # Choosing a language harms nobody, and the page of a verdict sends no origin that the CSRF check takes.
    path("language", csrf_exempt(set_language), name="set_language"),
    path("demo/mail", demo.mail, name="demo_mail"),
]
