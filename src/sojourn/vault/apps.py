from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "sojourn.vault"
    label = "vault"
    verbose_name = "Vault"
