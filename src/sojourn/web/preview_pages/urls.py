"""The address of the page of all texts."""

from django.urls import path

from sojourn.web.preview_pages import views

urlpatterns = [path("texts", views.texts, name="texts")]
