from django.apps import AppConfig


class HostingConfig(AppConfig):
    name = "sojourn.casework.hosting"
    label = "hosting"
    verbose_name = "Hosted institutions"

    def ready(self) -> None:
        """Tell the room of requests what stands above letters about them."""
        from sojourn.casework.hosting.headings import heading  # noqa: PLC0415  models are there now
        from sojourn.requests.letterheads import told_by  # noqa: PLC0415

        told_by(heading)
