from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "sojourn.register.proof"
    label = "register_proof"
    verbose_name = "Audit packs"
