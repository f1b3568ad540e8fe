"""Addresses of European notifications. None holds anything that names a person."""

from django.urls import path

from sojourn.desk.european import notices, steps

urlpatterns = [
    path("notices", notices.notices, name="notices"),
    path("notices/<str:notice>", notices.notice, name="notice"),
    path("notices/<str:notice>/get/<str:what>", notices.get, name="notice_get"),
    path("notices/<str:notice>/sent/<uuid:delivery_id>", steps.sent, name="notice_sent"),
    path("notices/<str:notice>/said/<uuid:delivery_id>", steps.said, name="notice_said"),
    path("notices/<str:notice>/answer", steps.answer, name="notice_answer"),
    path("notices/<str:notice>/settle", steps.settle, name="notice_settle"),
    path("cases/<str:reference>/ask-abroad", steps.ask_abroad, name="ask_abroad"),
]
