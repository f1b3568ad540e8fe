from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "sojourn.register.hooks"
    label = "register_hooks"
    verbose_name = "Webhooks of registers"
