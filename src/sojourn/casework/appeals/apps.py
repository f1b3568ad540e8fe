from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "sojourn.casework.appeals"
    label = "appeals"
    verbose_name = "Appeals"
