from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "sojourn.register.importing"
    label = "register_importing"
    verbose_name = "Bringing travellers and trips in"
