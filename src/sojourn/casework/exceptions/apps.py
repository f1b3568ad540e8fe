from django.apps import AppConfig


class ExceptionsConfig(AppConfig):
    name = "sojourn.casework.exceptions"
    label = "exceptions"
    verbose_name = "Exceptions by agreement"

    def ready(self) -> None:
        """Enter what two officers do together."""
        from sojourn.casework.exceptions.signed_act import SEND_ACT  # noqa: PLC0415  apps come before models
        from sojourn.casework.signing.acts import enter  # noqa: PLC0415

        enter(SEND_ACT)
