from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "sojourn.requests.bulk"
    label = "bulk"
    verbose_name = "Many at once"
