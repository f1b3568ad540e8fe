from django.apps import AppConfig


class KeyringConfig(AppConfig):
    name = "sojourn.certificates.keyring"
    label = "keyring"
    verbose_name = "Keys of institutions"
