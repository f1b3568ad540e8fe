from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "sojourn.casework.retention"
    label = "retention"
    verbose_name = "Retention and erasure"
