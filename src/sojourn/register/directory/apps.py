from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "sojourn.register.directory"
    label = "register_directory"
    verbose_name = "Travellers from HR directories"
