from django.apps import AppConfig
from django.conf import settings

from sojourn.vault import custody


class VaultConfig(AppConfig):
    name = "sojourn.vault"
    label = "vault"
    verbose_name = "Vault"

    def ready(self) -> None:
        """Production opens its key ring before anything else: without it the service must not start."""
        if settings.SOJOURN_MODE == "production":
            custody.ring()
