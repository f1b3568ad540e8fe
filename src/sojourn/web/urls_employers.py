"""Addresses of employers, their people, mandates and firms."""

from django.urls import path

from sojourn.web import employers, mandates, people

urlpatterns = [
    path("employers/new", employers.employer_new, name="employer_new"),
    path("employers/join", employers.employer_join, name="employer_join"),
    path("employers/<uuid:employer_id>", employers.employer, name="employer"),
    path("employers/<uuid:employer_id>/people", people.employer_people, name="employer_people"),
    path(
        "employers/<uuid:employer_id>/people/<uuid:person_id>",
        people.member_change,
        name="member_change",
    ),
    path(
        "employers/<uuid:employer_id>/invitations/<uuid:invitation_id>/withdraw",
        people.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        "employers/<uuid:employer_id>/asks/<uuid:join_request_id>",
        people.join_answer,
        name="join_answer",
    ),
    path("invitations/<str:secret>", people.invitation, name="invitation"),
    path("mandates", mandates.mandates, name="mandates"),
    path("mandates/<uuid:mandate_id>/revoke", mandates.mandate_revoke, name="mandate_revoke"),
    path("firms", mandates.firms, name="firms"),
    path("firms/new", mandates.firm_new, name="firm_new"),
    path("acting", employers.switch, name="switch_acting"),
]
