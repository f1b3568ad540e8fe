from django.apps import AppConfig


class CredentialConfig(AppConfig):
    name = "sojourn.certificates.credential"
    label = "credential"
    verbose_name = "Certificates as credentials for wallets"
