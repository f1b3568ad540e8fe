from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "sojourn.register"
    label = "register"
    verbose_name = "The employer's register"
