from django.apps import AppConfig


class ForeignConfig(AppConfig):
    name = "sojourn.casework.foreign"
    label = "foreign"
    verbose_name = "Certificates issued abroad"
