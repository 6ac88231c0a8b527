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
    path("organisationen/", views.organisation_list, name="organisation_list"),
    path("organisationen/neu/", views.organisation_create, name="organisation_create"),
    path("organisationen/<int:pk>/", views.organisation_detail, name="organisation_detail"),
    path(
        "organisationen/<int:pk>/bearbeiten/",
        views.organisation_update,
        name="organisation_update",
    ),
]
