from django.urls import path

from trainings import views
from trainings.questionnaires.urls import urlpatterns as questionnaires

app_name = "trainings"
urlpatterns = [
    path("schulungen/", views.training_list, name="training_list"),
    path("schulungen.ics", views.trainings_ics, name="trainings_ics"),
    path("schulungen/<int:pk>/", views.training_detail, name="training_detail"),
    path("schulungen/<int:pk>.ics", views.training_calendar, name="training_calendar"),
    path(
        "schulungen/<int:pk>/anmelden/", views.self_enrolment_create, name="self_enrolment_create"
    ),
    path(
        "schulungen/<int:pk>/anmelden/gesendet/",
        views.self_enrolment_sent,
        name="self_enrolment_sent",
    ),
    path(
        "schulungsanmeldung/<str:token>/",
        views.self_enrolment_detail,
        name="self_enrolment_detail",
    ),
    *questionnaires,
]
