from django.apps import AppConfig


class GuessingConfig(AppConfig):
    name = "sojourn.parties.guessing"
    label = "guessing"
    verbose_name = "Limits on guessing"
