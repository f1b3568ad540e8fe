from django.apps import AppConfig


class ToDoConfig(AppConfig):
    name = "sojourn.register.to_do"
    label = "register_to_do"
    verbose_name = "What has to be done about trips"
