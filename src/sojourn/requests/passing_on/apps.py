from django.apps import AppConfig


class PassingOnConfig(AppConfig):
    name = "sojourn.requests.passing_on"
    label = "passing_on"
    verbose_name = "Certificates passed on"
