from django.apps import AppConfig


class HostingConfig(AppConfig):
    name = "sojourn.casework.hosting"
    label = "hosting"
    verbose_name = "Hosted institutions"
