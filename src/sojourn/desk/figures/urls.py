"""Addresses of the figures."""

from django.urls import path

from sojourn.desk.figures import page

urlpatterns = [
    path("figures", page.figures_page, name="figures"),
    path("figures.xlsx", page.figures_xlsx, name="figures_workbook"),
    path("figures/<slug:table>.csv", page.figures_csv, name="figures_file"),
]
