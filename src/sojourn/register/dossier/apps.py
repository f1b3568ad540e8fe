from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "sojourn.register.dossier"
    label = "register_dossier"
    verbose_name = "What is kept beside trips"
