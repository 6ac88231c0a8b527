from django.urls import path

from trainings.questionnaires import views

urlpatterns = [
    path("schulungen/danke/", views.questionnaire_done, name="questionnaire_done"),
    path(
        "schulungen/<int:pk>/fragebogen/<slug:when>/",
        views.questionnaire_fill,
        name="questionnaire_fill",
    ),
]
