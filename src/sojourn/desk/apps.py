from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sojourn.desk"
    label = "desk"
    verbose_name = "Desk"
