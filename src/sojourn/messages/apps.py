from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "sojourn.messages"
    label = "letters"
    verbose_name = "Messages"
