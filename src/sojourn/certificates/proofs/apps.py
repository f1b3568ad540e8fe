from django.apps import AppConfig


class ProofsConfig(AppConfig):
    name = "sojourn.certificates.proofs"
    label = "proofs"
    verbose_name = "Proofs of application"
