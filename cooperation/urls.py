from django.urls import path

from cooperation import views

app_name = "cooperation"
urlpatterns = [
    path("vereinbarungen/", views.agreement_list, name="agreement_list"),
    path("vereinbarungen/register.csv", views.register_csv, name="register_csv"),
    path("vereinbarungen/register.xlsx", views.register_xlsx, name="register_xlsx"),
    path("vereinbarungen/register.pdf", views.register_pdf, name="register_pdf"),
    path("vereinbarungen/uebernehmen/", views.register_import, name="register_import"),
    path("vereinbarungen/neu/", views.agreement_create, name="agreement_create"),
    path("vereinbarungen/<int:pk>/", views.agreement_detail, name="agreement_detail"),
    path("vereinbarungen/<int:pk>/bearbeiten/", views.agreement_update, name="agreement_update"),
    path("vereinbarungen/<int:pk>/schritt/", views.agreement_advance, name="agreement_advance"),
    path(
        "vereinbarungen/<int:pk>/unterschriften/",
        views.agreement_signatures,
        name="agreement_signatures",
    ),
    path("netzwerk/", views.network, name="network"),
    path("vereinbarungen/<int:pk>/akte.pdf", views.agreement_dossier, name="agreement_dossier"),
    path("vereinbarungen/<int:pk>/entwurf.docx", views.agreement_draft, name="agreement_draft"),
    path("vereinbarungen/<int:pk>/dokumente/", views.document_list, name="document_list"),
    path("vereinbarungen/<int:pk>/dokumente/neu/", views.document_create, name="document_create"),
    path("dokumente/<int:pk>/", views.document_download, name="document_download"),
    path("vereinbarungen/<int:pk>/vermerke/", views.note_list, name="note_list"),
    path("vereinbarungen/<int:pk>/wiedervorlagen/", views.follow_up_list, name="follow_up_list"),
    path("wiedervorlagen/<int:pk>/erledigt/", views.follow_up_finish, name="follow_up_finish"),
    path("aufgaben/", views.tasks, name="tasks"),
    path("aufgaben/uebergeben/", views.handover, name="handover"),
    path("fristen/", views.deadline_list, name="deadline_list"),
    path("fristen/kalender/", views.deadline_calendar, name="deadline_calendar"),
    path("fristen/<str:token>.ics", views.deadline_feed, name="deadline_feed"),
    path(
        "vereinbarungen/<int:pk>/entwurf/", views.agreement_start_over, name="agreement_start_over"
    ),
    path("vereinbarungen/<int:pk>/nachtrag/", views.amendment_create, name="amendment_create"),
    path(
        "vereinbarungen/<int:pk>/berichtigung/", views.correction_create, name="correction_create"
    ),
    path("vereinbarungen/<int:pk>/fassungen/", views.version_list, name="version_list"),
    path(
        "vereinbarungen/<int:pk>/fassungen/vergleich/",
        views.version_compare,
        name="version_compare",
    ),
    path(
        "vereinbarungen/<int:pk>/fassungen/<int:version>/",
        views.version_detail,
        name="version_detail",
    ),
    path(
        "vereinbarungen/<int:pk>/fassungen/<int:version>/bearbeiten/",
        views.version_update,
        name="version_update",
    ),
    path(
        "vereinbarungen/<int:pk>/fassungen/<int:version>/bestaetigen/",
        views.version_confirm,
        name="version_confirm",
    ),
    path(
        "vereinbarungen/<int:pk>/fassungen/<int:version>/verwerfen/",
        views.version_drop,
        name="version_drop",
    ),
    path("organisationen/", views.organisation_list, name="organisation_list"),
    path("organisationen/neu/", views.organisation_create, name="organisation_create"),
    path("organisationen/<int:pk>/", views.organisation_detail, name="organisation_detail"),
    path(
        "organisationen/<int:pk>/bearbeiten/",
        views.organisation_update,
        name="organisation_update",
    ),
    path("treffen/", views.meeting_list, name="meeting_list"),
    path("treffen/neu/", views.meeting_create, name="meeting_create"),
    path("treffen/<int:pk>/", views.meeting_detail, name="meeting_detail"),
    path("treffen/<int:pk>/bearbeiten/", views.meeting_update, name="meeting_update"),
    path("treffen/<int:pk>/kopie/", views.meeting_copy, name="meeting_copy"),
    path("treffen/<int:pk>/einladen/", views.meeting_invite, name="meeting_invite"),
    path("treffen/<int:pk>/absagen/", views.meeting_cancel, name="meeting_cancel"),
    path("treffen/<int:pk>/teilnahme/", views.meeting_attendance, name="meeting_attendance"),
    path("treffen/<int:pk>/protokoll/", views.meeting_minutes, name="meeting_minutes"),
    path("treffen/<int:pk>/protokoll.pdf", views.meeting_minutes_pdf, name="meeting_minutes_pdf"),
    path("beschluesse/<int:pk>/massnahme/", views.decision_measure, name="decision_measure"),
    path("massnahmen/", views.measure_list, name="measure_list"),
    path("massnahmen/<int:pk>/", views.measure_detail, name="measure_detail"),
    path("massnahmen/<int:pk>/bearbeiten/", views.measure_update, name="measure_update"),
    path("massnahmen/<int:pk>/erledigt/", views.measure_finish, name="measure_finish"),
    path("massnahmen/<int:pk>/projekt/", views.measure_found, name="measure_found"),
    path("vereinbarungen/<int:pk>/neue-massnahme/", views.measure_create, name="measure_create"),
]
