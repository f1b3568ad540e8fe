from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "sojourn.parties"
    label = "parties"
    verbose_name = "Parties"
