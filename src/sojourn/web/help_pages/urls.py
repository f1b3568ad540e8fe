"""Addresses of help."""

from django.urls import path

from sojourn.web.help_pages import views

urlpatterns = [
    path("help", views.index, name="help"),
    path("help/words", views.words, name="help_words"),
    path("help/<slug:step_id>", views.step, name="help_step"),
    path("contact", views.contact, name="contact"),
]
