from django.apps import AppConfig


class GroundsConfig(AppConfig):
    name = "sojourn.casework.grounds"
    label = "grounds"
    verbose_name = "Grounds of decisions"
