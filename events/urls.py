from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("seminare/", views.seminar_list, name="seminar_list"),
    path("seminare.ics", views.seminars_ics, name="seminars_ics"),
    path("seminare.atom", views.seminars_atom, name="seminars_atom"),
    path("seminare.json", views.seminars_json, name="seminars_json"),
    path("seminare/aushang/", views.month_print, name="month_print"),
    path("seminare/aushang.pdf", views.month_overview, name="month_overview"),
    path("seminare/<int:pk>/", views.seminar_detail, name="seminar_detail"),
    path("seminare/<int:pk>/anmelden/", views.registration_create, name="registration_create"),
    path(
        "seminare/<int:pk>/anmelden/<str:ticket>/",
        views.registration_done,
        name="registration_done",
    ),
    path("seminare/<int:pk>.ics", views.seminar_calendar, name="seminar_calendar"),
    path("seminare/<int:pk>.png", views.seminar_preview, name="seminar_preview"),
    path("seminare/<int:pk>/drucken/", views.seminar_print, name="seminar_print"),
    path("seminare/<int:pk>/plakat.pdf", views.seminar_poster, name="seminar_poster"),
    path("seminare/stimme/<str:name>", views.voice_message, name="voice_message"),
    path("anmeldung/<str:token>/", views.registration_detail, name="registration_detail"),
    path("anmeldung/<str:token>/aendern/", views.registration_update, name="registration_update"),
    path("anmeldung/<str:token>/absagen/", views.registration_cancel, name="registration_cancel"),
    path("seminare/<int:pk>/rueckmeldung/", views.feedback_create, name="feedback_create"),
    path("seminare/<int:pk>/rueckmeldung.pdf", views.feedback_sheet, name="feedback_sheet"),
    path("seminare/danke/", views.feedback_done, name="feedback_done"),
    path(
        "anmeldung/<str:token>/bescheinigung/",
        views.registration_certificates,
        name="registration_certificates",
    ),
    path(
        "anmeldung/<str:token>/bescheinigung/<int:person>.pdf",
        views.registration_certificate,
        name="registration_certificate",
    ),
    path("einlass/", views.door_notice, name="door_notice"),
    path("rueckruf/", views.call_request_create, name="call_request_create"),
    path("rueckruf/danke/", views.call_request_done, name="call_request_done"),
]
