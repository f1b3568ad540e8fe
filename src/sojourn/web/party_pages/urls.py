"""Addresses of mandates in use, firms, handing over, and one's own account."""

from django.urls import path

from sojourn.web.party_pages import account, firm_people, hand_over, mandate_use, who_may_ask

urlpatterns = [
    path("mandates/<uuid:mandate_id>", mandate_use.mandate_page, name="mandate"),
    path("firms/<uuid:firm_id>/people", firm_people.firm_people, name="firm_people"),
    path(
        "firms/<uuid:firm_id>/people/<uuid:person_id>",
        firm_people.firm_member_change,
        name="firm_member_change",
    ),
    path(
        "firms/<uuid:firm_id>/invitations/<uuid:invitation_id>/withdraw",
        firm_people.firm_invitation_withdraw,
        name="firm_invitation_withdraw",
    ),
    path("hand-over", hand_over.hand_over_page, name="hand_over"),
    path("account", account.account_page, name="account"),
    path("account/leave", account.leave_page, name="account_leave"),
    path("requests/new/worker", who_may_ask.who_may_ask, name="request_new_worker"),
]
