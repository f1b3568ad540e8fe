from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "sojourn.casework.asking"
    label = "asking"
    verbose_name = "Questions and messages"
