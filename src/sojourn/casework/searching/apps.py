from django.apps import AppConfig


class SearchingConfig(AppConfig):
    name = "sojourn.casework.searching"
    label = "searching"
    verbose_name = "Search"
