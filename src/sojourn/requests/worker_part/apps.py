from django.apps import AppConfig


class WorkerPartConfig(AppConfig):
    name = "sojourn.requests.worker_part"
    label = "worker_part"
    verbose_name = "Worker's part"
