from django.urls import path

from trainings import views
from trainings.questionnaires.urls import urlpatterns as questionnaires

app_name = "trainings"
urlpatterns = [
    path("schulungen/", views.training_list, name="training_list"),
    path("schulungen.ics", views.trainings_ics, name="trainings_ics"),
    path("schulungen/<int:pk>/", views.training_detail, name="training_detail"),
    path("schulungen/<int:pk>.ics", views.training_calendar, name="training_calendar"),
    *questionnaires,
]
