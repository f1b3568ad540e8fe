from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "sojourn.certificates.transparency"
    label = "transparency"
    verbose_name = "Public log of certificates"
