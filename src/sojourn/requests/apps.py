from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "sojourn.requests"
    label = "requests"
    verbose_name = "Requests"
