from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "sojourn.certificates"
    label = "certificates"
    verbose_name = "Certificates"

    def ready(self) -> None:
        """Have the service's address looked at when it starts."""
        from sojourn.certificates import setting_checks  # noqa: F401, PLC0415
