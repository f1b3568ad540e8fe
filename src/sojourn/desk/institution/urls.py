"""Addresses below /desk/institution."""

from django.urls import path

from sojourn.desk.institution import (
    automation,
    corridors,
    history,
    keys,
    people,
    queues,
    sections,
    start,
    trial,
)

urlpatterns = [
    path("", start.home, name="institution"),
    path("start", start.start, name="institution_start"),
    path("start/open", start.open_page, name="institution_open"),
    path("start/close", start.close_page, name="institution_close"),
    path("settings/<str:section>", sections.section_page, name="institution_section"),
    path("queues", queues.queues_page, name="institution_queues"),
    path("corridors", corridors.matrix_page, name="institution_corridors"),
    path("corridors/<str:host>", corridors.row_page, name="institution_corridor"),
    path("automation", automation.automation_page, name="institution_automation"),
    path("automation/stop", automation.stop_page, name="institution_stop"),
    path("automation/restart", automation.restart_page, name="institution_restart"),
    path("automation/restart/<uuid:restart_id>", automation.answer_page, name="institution_restart_answer"),
    path("people", people.people_page, name="institution_people"),
    path("people/<uuid:person_id>", people.person_page, name="institution_person"),
    path("people/<uuid:person_id>/away", people.away_page, name="institution_away"),
    path("people/<uuid:person_id>/let-go", people.let_go_page, name="institution_let_go"),
    path("people/absences/<uuid:absence_id>", people.back_page, name="institution_back"),
    path("people/invitations/<uuid:invitation_id>", people.uninvite_page, name="institution_uninvite"),
    path("keys", keys.keys_page, name="institution_keys"),
    path("try", trial.trial_page, name="institution_try"),
    path("try/<int:number>.pdf", trial.document_page, name="institution_specimen"),
    path("try/<int:number>", trial.letters_page, name="institution_letters"),
    path("history", history.history_page, name="institution_history"),
    path("history/<int:version>", history.version_page, name="institution_version"),
]
