from django.apps import AppConfig


class PackagesConfig(AppConfig):
    name = "sojourn.requests.packages"
    label = "packages"
    verbose_name = "Packages"
