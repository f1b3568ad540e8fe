from django.apps import AppConfig


class StatusListConfig(AppConfig):
    name = "sojourn.certificates.status_list"
    label = "status_list"
    verbose_name = "Status lists of certificates"
