from django.apps import AppConfig


class OfficersConfig(AppConfig):
    name = "sojourn.casework.officers"
    label = "officers"
    verbose_name = "Officers"
