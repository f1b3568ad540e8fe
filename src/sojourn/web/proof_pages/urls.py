"""Addresses of exposure, kept papers and audit packs."""

from django.urls import path

from sojourn.web.proof_pages import certificates, exposure, own, packs, papers

urlpatterns = [
    path("register/exposure", exposure.exposure_page, name="register_exposure"),
    path("register/exposure.csv", exposure.exposure_export, name="register_exposure_export"),
    path("register/exposure/<str:country>", exposure.exposure_country, name="register_exposure_country"),
    path(
        "register/travellers/<uuid:traveller_id>/exposure",
        exposure.traveller_exposure,
        name="register_traveller_exposure",
    ),
    path("register/trips/<uuid:trip_id>/exposure", exposure.trip_exposure, name="register_trip_exposure"),
    path("register/trips/<uuid:trip_id>/temporary", papers.temporary_page, name="register_trip_temporary"),
    path(
        "register/trips/<uuid:trip_id>/evidence/<uuid:evidence_id>", papers.evidence, name="register_evidence"
    ),
    path("register/trips/<uuid:trip_id>/decision", papers.decision_page, name="register_trip_decision"),
    path("register/insurance", papers.insurance_page, name="register_insurance"),
    path("register/certificates", certificates.certificates_list, name="register_certificates"),
    path(
        "register/travellers/<uuid:traveller_id>/certificate",
        certificates.certificate_bring,
        name="register_certificate_bring",
    ),
    path("register/certificates/<uuid:kept_id>", certificates.kept_page, name="register_kept"),
    path("register/certificates/<uuid:kept_id>/file", certificates.kept_file, name="register_kept_file"),
    path("register/certificates/<uuid:kept_id>/aside", certificates.kept_aside, name="register_kept_aside"),
    path("register/audit-pack", packs.packs_page, name="register_packs"),
    path("register/audit-pack/new", packs.pack_new, name="register_pack_new"),
    path("register/audit-pack/<uuid:pack_id>", packs.pack_page, name="register_pack"),
    path("register/audit-pack/<uuid:pack_id>/file", packs.pack_file, name="register_pack_file"),
    path("register/audit-pack/<uuid:pack_id>/end", packs.pack_end, name="register_pack_end"),
    path("me/worker.js", own.own_worker, name="register_me_worker"),
    path("me/<uuid:trip_id>", own.own_certificate, name="register_me_certificate"),
    path("me/<uuid:trip_id>/certificate.pdf", own.own_file, name="register_me_file"),
]
