from django.apps import AppConfig


class EuropeanConfig(AppConfig):
    name = "sojourn.casework.european"
    label = "european"
    verbose_name = "European notifications"
