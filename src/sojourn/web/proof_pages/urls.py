"""Addresses of exposure, kept papers and audit packs."""

from django.urls import path

from sojourn.web.proof_pages import exposure

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
]
