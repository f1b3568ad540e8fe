from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sojourn.files"
    label = "files"
    verbose_name = "Files"
