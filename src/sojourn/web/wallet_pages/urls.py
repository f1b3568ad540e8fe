"""Addresses of the wallet page, one for each way in which somebody comes to a certificate."""

from django.urls import path

from sojourn.web.wallet_pages import views

urlpatterns = [
    path("w/<uuid:part_id>/wallet", views.by_link, name="worker_wallet"),
    path("my-certificates/<uuid:part_id>/wallet", views.by_account, name="my_certificate_wallet"),
    path("certificates/<str:number>/wallet", views.by_applicant, name="certificate_wallet"),
]
