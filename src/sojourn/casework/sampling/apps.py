from django.apps import AppConfig


class SamplingConfig(AppConfig):
    name = "sojourn.casework.sampling"
    label = "sampling"
    verbose_name = "Samples of automatic decisions"
