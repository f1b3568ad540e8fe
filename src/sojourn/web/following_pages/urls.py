"""Addresses of following a request. None of them holds anything that names a person."""

from django.urls import path

from sojourn.web.following_pages import files, list_page, notices, question, thread

urlpatterns = [
    path("requests", list_page.request_list, name="requests"),
    path("requests/find", list_page.find_person, name="request_find"),
    path("requests/<str:key>/question", question.question_page, name="request_question"),
    path("requests/<str:key>/thread", thread.thread_page, name="request_thread"),
    path("requests/<str:key>/files/<uuid:attachment_id>", files.file_page, name="request_file"),
    path("requests/<str:key>/notices", notices.notices_page, name="request_notices"),
]
