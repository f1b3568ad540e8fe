from importlib import import_module

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sojourn.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        """Enter what two officers do together: the acts stand on models, which are there only now."""
        for module in ("sojourn.casework.decision_acts", "sojourn.casework.certificate_acts"):
            import_module(module).enter_all()
