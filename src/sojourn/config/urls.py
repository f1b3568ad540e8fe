"""All addresses of the service."""

from django.urls import include, path

from sojourn.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("desk/", include("sojourn.desk.urls")),
    path("api/", include("sojourn.api.urls")),
    path("log/", include("sojourn.api.log_urls")),
    path(".well-known/", include("sojourn.api.key_urls")),
    path("", include("sojourn.api.wallet_urls")),
    path("status/", include("sojourn.api.status_urls")),
    path("scim/v2/", include("sojourn.api.scim_urls")),
    path("", include("sojourn.web.urls_accounts")),
    path("", include("sojourn.web.urls_employers")),
    path("", include("sojourn.web.urls")),
]
handler400 = "sojourn.web.home.bad_request"
handler404 = "sojourn.web.home.not_found"
handler500 = "sojourn.web.home.server_fault"
