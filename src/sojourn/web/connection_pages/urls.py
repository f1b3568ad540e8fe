"""Addresses of a register's connections."""

from django.urls import path

from sojourn.web.connection_pages import digest, directory, webhooks

urlpatterns = [
    path("register/webhooks", webhooks.webhooks_page, name="register_webhooks"),
    path("register/webhooks/<uuid:endpoint_id>", webhooks.webhook_page, name="register_webhook"),
    path("register/webhooks/<uuid:endpoint_id>/do", webhooks.webhook_step, name="register_webhook_step"),
    path("register/directory", directory.directory_page, name="register_directory"),
    path("register/directory/<uuid:key_id>/revoke", directory.token_revoke, name="register_directory_revoke"),
    path("register/digest", digest.digest_page, name="register_digest"),
]
