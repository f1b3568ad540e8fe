from django.apps import AppConfig


class LawChangesConfig(AppConfig):
    name = "sojourn.register.law_changes"
    label = "register_law_changes"
    verbose_name = "Trips judged by a new law"
