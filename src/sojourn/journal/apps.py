from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "sojourn.journal"
    label = "journal"
    verbose_name = "Journal"
