"""Addresses of the public and applicant pages. None of them holds anything that names a person."""

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from sojourn.web import demo, find_out, home, interview_pages, receipt, request_list, sending_pages, verify
from sojourn.web.draft_pages import known
from sojourn.web.language import choose_language

urlpatterns = [
    path("", include("sojourn.web.law_pages.urls")),
    path("", include("sojourn.web.wallet_pages.urls")),
    path("", include("sojourn.web.pass_on_pages.urls")),
    path("", include("sojourn.web.worker_pages.urls")),
    path("", include("sojourn.web.party_pages.urls")),
    path("", home.home, name="home"),
    path("privacy", home.privacy, name="privacy"),
    path("", include("sojourn.web.help_pages.urls")),
    path("", include("sojourn.web.preview_pages.urls")),
    path("find-out", find_out.find_out, name="find_out"),
    # Choosing a language harms nobody, and the page of a verdict sends no origin that the CSRF check takes.
    path("language", csrf_exempt(choose_language), name="set_language"),
    path("verify", verify.verify, name="verify"),
    path("verify/file", verify.verify_file, name="verify_file"),
    path("", include("sojourn.web.concern_pages.urls")),
    path("", include("sojourn.web.verify_pages.urls")),
    path("c/<str:number>/<str:secret>", verify.verdict, name="verdict"),
    path("", include("sojourn.web.following_pages.urls")),
    path("", include("sojourn.web.afterwards_pages.urls")),
    path("", include("sojourn.web.appeal_pages.urls")),
    path("", include("sojourn.web.bulk_pages.urls")),
    path("", include("sojourn.web.package_pages.urls")),
    path("", include("sojourn.web.times_pages.urls")),
    path("", include("sojourn.web.register_pages.urls")),
    path("", include("sojourn.web.connection_pages.urls")),
    path("", include("sojourn.web.proof_pages.urls")),
    path("requests/new", request_list.request_new, name="request_new"),
    # A request is named by its id while it is a draft, by its reference once it was sent.
    path("requests/<uuid:request_id>/traveller", known.traveller_page, name="request_traveller"),
    path("requests/<uuid:request_id>/law", sending_pages.law_page, name="request_law"),
    path("requests/<uuid:request_id>/check", sending_pages.check_page, name="request_check"),
    path("requests/<uuid:key>/withdraw", receipt.withdraw_page, name="request_withdraw"),
    path("requests/<str:key>/withdraw", receipt.withdraw_page, name="request_withdraw"),
    path("requests/<uuid:key>/certificate.pdf", receipt.certificate_file, name="certificate_file"),
    path("requests/<str:key>/certificate.pdf", receipt.certificate_file, name="certificate_file"),
    path("requests/<uuid:request_id>/<slug:matter>/saved", interview_pages.autosave, name="request_autosave"),
    path("requests/<uuid:request_id>/<slug:matter>", interview_pages.matter_page, name="request_matter"),
    path("requests/<uuid:key>", receipt.status_page, name="request"),
    path("requests/<str:key>", receipt.status_page, name="request"),
    path("demo/mail", demo.mail, name="demo_mail"),
]
