from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "sojourn.register.digests"
    label = "register_digests"
    verbose_name = "Digests of what has to be done"
