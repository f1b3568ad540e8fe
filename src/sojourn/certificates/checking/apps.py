from django.apps import AppConfig


class CheckingConfig(AppConfig):
    name = "sojourn.certificates.checking"
    label = "checking"
    verbose_name = "Checks of certificates by anybody"
