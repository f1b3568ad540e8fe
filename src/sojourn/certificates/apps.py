from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "sojourn.certificates"
    label = "certificates"
    verbose_name = "Certificates"
