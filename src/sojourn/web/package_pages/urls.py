"""Addresses of packages, proofs and paper. None of them holds anything that names a person."""

from django.urls import path

from sojourn.web.package_pages import files, package, paper

urlpatterns = [
    path("paper", paper.paper_page, name="paper"),
    path("paper/form.pdf", paper.blank_file, name="paper_form"),
    path("requests/<uuid:key>/paper.pdf", paper.filled_file, name="request_paper"),
    path("requests/<str:key>/paper.pdf", paper.filled_file, name="request_paper"),
    path("requests/<str:key>/proof.pdf", files.proof_file, name="proof_file"),
    path("requests/<str:key>/package", package.package_page, name="package"),
    path("requests/<str:key>/package/papers", package.add_paper, name="package_add_paper"),
    path("requests/<str:key>/package/papers/<uuid:paper_id>", files.paper_file, name="package_paper"),
    path("requests/<str:key>/package.pdf", files.package_file, name="package_file"),
    path("requests/<str:key>/package.json", files.package_json, name="package_json"),
    path("requests/<str:key>/package/sent.pdf", files.sent_file, name="package_sent_file"),
]
