"""Addresses of uploads. An upload is named by its id, which tells nothing."""

from django.urls import path

from sojourn.web.bulk_pages import columns, keys, law, rows, send, start

urlpatterns = [
    path("bulk", start.bulk, name="bulk"),
    path("bulk/template.<str:ending>", start.template_file, name="bulk_template"),
    path("bulk/<uuid:upload_id>/columns", columns.columns_page, name="bulk_columns"),
    path("bulk/<uuid:upload_id>/law", law.law_page, name="bulk_law"),
    path("bulk/<uuid:upload_id>/send", send.send_page, name="bulk_send"),
    path("bulk/<uuid:upload_id>/results.csv", send.results_file, name="bulk_results"),
    path("bulk/<uuid:upload_id>/abandon", start.abandon_page, name="bulk_abandon"),
    path("bulk/<uuid:upload_id>/alike", rows.mend_alike_page, name="bulk_alike"),
    path("employers/<uuid:employer_id>/keys", keys.employer_keys, name="employer_keys"),
    path("employers/<uuid:employer_id>/keys/<uuid:key_id>/revoke", keys.key_revoke, name="key_revoke"),
    path("bulk/<uuid:upload_id>", rows.upload_page, name="bulk_upload"),
]
