"""Addresses of exceptions. None holds anything that names a person."""

from django.urls import path

from sojourn.desk.exceptions import downloads, file, lists, reply, steps, write

urlpatterns = [
    path("exceptions", lists.exceptions, name="exceptions"),
    path("cases/<str:reference>/exception", steps.begin, name="exception_begin"),
    path("exceptions/<str:exception>", file.file, name="exception"),
    path("exceptions/<str:exception>/write", write.write, name="exception_write"),
    path("exceptions/<str:exception>/send", steps.send, name="exception_send"),
    path("exceptions/<str:exception>/reply", reply.reply, name="exception_reply"),
    path("exceptions/<str:exception>/paper", reply.paper, name="exception_paper"),
    path("exceptions/<str:exception>/note", steps.note, name="exception_note"),
    path("exceptions/<str:exception>/do/<str:step>", steps.step, name="exception_step"),
    path("exceptions/<str:exception>/late/<uuid:reply_id>", steps.settle, name="exception_settle"),
    path("exceptions/<str:exception>/get/<str:what>", downloads.get, name="exception_get"),
    path(
        "exceptions/<str:exception>/papers/<uuid:paper_id>",
        downloads.reply_paper,
        name="exception_reply_paper",
    ),
]
