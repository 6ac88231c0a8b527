from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("seminare/", views.seminar_list, name="seminar_list"),
    path("seminare/<int:pk>/", views.seminar_detail, name="seminar_detail"),
    path("seminare/<int:pk>.ics", views.seminar_calendar, name="seminar_calendar"),
]
