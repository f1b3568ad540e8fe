from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "sojourn.casework.figures"
    label = "figures"
    verbose_name = "Figures"
