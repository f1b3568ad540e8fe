"""Addresses of the officers' pages. No address holds anything that names a person."""

from django.urls import path

from sojourn.desk import automation, case, decide, queue, search, withdrawal

app_name = "desk"

urlpatterns = [
    path("", queue.home, name="home"),
    path("next", queue.next_case, name="next"),
    path("search", search.search, name="search"),
    path("automation", automation.automation, name="automation"),
    path("cases/<str:reference>", case.show, name="case"),
    path("cases/<str:reference>/person", case.person, name="person"),
    path("cases/<str:reference>/assign", case.assign_case, name="assign"),
    path("cases/<str:reference>/put-back", case.put_back_case, name="put_back"),
    path("cases/<str:reference>/decide/<str:result>", decide.decide, name="decide"),
    path("cases/<str:reference>/withdraw", withdrawal.withdraw, name="withdraw"),
]
