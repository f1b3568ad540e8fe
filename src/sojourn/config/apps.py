from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """The commands that run the service as a whole."""

    name = "sojourn.config"
    label = "service"
    verbose_name = "Service"
