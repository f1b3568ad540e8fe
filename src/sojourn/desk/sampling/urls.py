"""Addresses of the pages about samples."""

from django.urls import path

from sojourn.desk.sampling import limits, overview, sample

urlpatterns = [
    path("sampling", overview.samples_page, name="samples"),
    path("sampling/next", overview.next_page, name="sample_next"),
    path("sampling/limits", limits.limits_page, name="sample_limits"),
    path("sampling/<uuid:sample_id>", sample.sample_page, name="sample"),
    path("sampling/<uuid:sample_id>/person", sample.person_page, name="sample_person"),
    path("sampling/<uuid:sample_id>/take", sample.take_page, name="sample_take"),
    path("sampling/<uuid:sample_id>/put-back", sample.put_back_page, name="sample_put_back"),
    path("sampling/<uuid:sample_id>/stop", sample.stop_page, name="sample_stop"),
]
