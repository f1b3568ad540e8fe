from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "sojourn.certificates.orders"
    label = "certificate_orders"
    verbose_name = "Certificates that wait to be issued"
