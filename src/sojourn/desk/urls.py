"""Addresses of the officers' pages. No address holds anything that names a person."""

from django.urls import include, path

from sojourn.desk import case, decide, queue, search, withdrawal
from sojourn.desk.asking import answers, ask, thread
from sojourn.desk.institution import automation as institution_automation

app_name = "desk"

urlpatterns = [
    path("", include("sojourn.desk.exceptions.urls")),
    path("", include("sojourn.desk.european.urls")),
    path("", include("sojourn.desk.signing.urls")),
    path("", include("sojourn.desk.certificates.urls")),
    path("", include("sojourn.desk.appeals.urls")),
    path("", include("sojourn.desk.officers.urls")),
    path("", include("sojourn.desk.foreign.urls")),
    path("", include("sojourn.desk.retention.urls")),
    path("", include("sojourn.desk.sampling.urls")),
    path("", include("sojourn.desk.waivers.urls")),
    path("", include("sojourn.desk.figures.urls")),
    path("institution/", include("sojourn.desk.institution.urls")),
    path("", queue.home, name="home"),
    path("next", queue.next_case, name="next"),
    path("search", search.search, name="search"),
    path("automation", institution_automation.moved, name="automation"),
    path("cases/<str:reference>", case.show, name="case"),
    path("cases/<str:reference>/person", case.person, name="person"),
    path("cases/<str:reference>/assign", case.assign_case, name="assign"),
    path("cases/<str:reference>/decide/<str:result>", decide.decide, name="decide"),
    path("cases/<str:reference>/ask", ask.ask_page, name="ask"),
    path("cases/<str:reference>/ask-worker", ask.ask_worker_page, name="ask_worker"),
    path("cases/<str:reference>/ask/<uuid:inquiry_id>/close", ask.close_page, name="ask_close"),
    path("cases/<str:reference>/ask/<uuid:inquiry_id>/more-time", ask.more_time_page, name="ask_more_time"),
    path("cases/<str:reference>/answers/<uuid:question_id>", answers.answer_page, name="answer"),
    path("cases/<str:reference>/thread", thread.thread_page, name="thread"),
    path("cases/<str:reference>/files/<uuid:attachment_id>", thread.file_page, name="file"),
    path("cases/<str:reference>/withdraw", withdrawal.withdraw, name="withdraw"),
]
