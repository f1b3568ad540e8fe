"""Addresses of the pages about second signatures, and of the letters that were sent."""

from django.urls import path

from sojourn.desk import decide
from sojourn.desk.signing import letters, proposals

urlpatterns = [
    path("signing", proposals.waiting, name="signing"),
    path("signing/<uuid:proposal_id>", proposals.proposal, name="proposal"),
    path("cases/<str:reference>/decide/<str:result>/draft", decide.draft, name="decide_draft"),
    path("cases/<str:reference>/letters/<uuid:letter_id>", letters.letter, name="letter"),
]
