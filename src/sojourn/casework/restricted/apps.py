from django.apps import AppConfig


class RestrictedConfig(AppConfig):
    name = "sojourn.casework.restricted"
    label = "restricted"
    verbose_name = "Restricted cases"
