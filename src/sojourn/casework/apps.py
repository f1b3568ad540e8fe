from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sojourn.casework"
    label = "casework"
    verbose_name = "Casework"
