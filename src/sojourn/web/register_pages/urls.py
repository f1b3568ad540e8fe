"""Addresses of the register. Travellers, trips and things to do are named by ids, which tell nothing."""

from django.urls import path

from sojourn.web.register_pages import asking, importing, own, people, to_do, today, travellers, trip, trips
from sojourn.web.register_pages.pictures import days, law_changes, outlook, where

urlpatterns = [
    path("register", today.register_today, name="register"),
    path("register/choose", today.register_choose, name="register_choose"),
    path("register/travellers", travellers.travellers_list, name="register_travellers"),
    path("register/travellers/new", travellers.traveller_new, name="register_traveller_new"),
    path("register/travellers/<uuid:traveller_id>", travellers.traveller_page, name="register_traveller"),
    path(
        "register/travellers/<uuid:traveller_id>/change",
        travellers.traveller_change,
        name="register_traveller_change",
    ),
    path(
        "register/travellers/<uuid:traveller_id>/out", travellers.traveller_out, name="register_traveller_out"
    ),
    path(
        "register/travellers/<uuid:traveller_id>/insurance", travellers.policy_new, name="register_policy_new"
    ),
    path("register/travellers/<uuid:traveller_id>/trips/new", trip.trip_new, name="register_trip_new"),
    path("register/trips", trips.trips_list, name="register_trips"),
    path("register/trips/export.<str:ending>", trips.export, name="register_export"),
    path("register/trips/ask", asking.ask_page, name="register_ask"),
    path("register/trips/<uuid:trip_id>", trip.trip_page, name="register_trip"),
    path("register/trips/<uuid:trip_id>/change", trip.trip_change, name="register_trip_change"),
    path("register/trips/<uuid:trip_id>/end", trip.trip_end, name="register_trip_end"),
    path("register/trips/<uuid:trip_id>/cancel", trip.trip_cancel, name="register_trip_cancel"),
    path("register/to-do", to_do.to_do_list, name="register_to_do"),
    path("register/to-do/<uuid:to_do_id>", to_do.to_do_one, name="register_to_do_one"),
    path("register/calendar", to_do.calendar_new, name="register_calendar_new"),
    path("register/calendar/<str:secret>.ics", to_do.calendar_file, name="register_calendar"),
    path("register/import", importing.import_start, name="register_import_start"),
    path("register/import/template.<str:ending>", importing.import_template, name="register_import_template"),
    path("register/import/<uuid:import_id>", importing.import_page, name="register_import"),
    path("register/map", where.map_page, name="register_map"),
    path("register/map.<str:ending>", where.map_file, name="register_map_file"),
    path("register/outlook", outlook.outlook_page, name="register_outlook"),
    path("register/outlook.<str:ending>", outlook.outlook_file, name="register_outlook_file"),
    path("register/days", days.days_list, name="register_days"),
    path("register/days.<str:ending>", days.days_file, name="register_days_file"),
    path("register/law-changes", law_changes.runs_list, name="register_law_changes"),
    path("register/law-changes/<uuid:run_id>", law_changes.run_page, name="register_law_change"),
    path(
        "register/law-changes/<uuid:run_id>.<str:ending>",
        law_changes.run_file,
        name="register_law_change_file",
    ),
    path("register/usual", people.usual_page, name="register_usual"),
    path("register/people", people.people_page, name="register_people"),
    path("register/people/<uuid:post_id>/end", people.post_end, name="register_post_end"),
    path("me", own.own_trips, name="register_me"),
]
