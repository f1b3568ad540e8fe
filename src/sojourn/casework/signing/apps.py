from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "sojourn.casework.signing"
    label = "signing"
    verbose_name = "Second signatures"
