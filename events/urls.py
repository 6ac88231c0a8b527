from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("seminare/", views.seminar_list, name="seminar_list"),
    path("seminare.ics", views.seminars_ics, name="seminars_ics"),
    path("seminare.atom", views.seminars_atom, name="seminars_atom"),
    path("seminare.json", views.seminars_json, name="seminars_json"),
    path("seminare/<int:pk>/", views.seminar_detail, name="seminar_detail"),
    path("seminare/<int:pk>.ics", views.seminar_calendar, name="seminar_calendar"),
    path("seminare/<int:pk>.png", views.seminar_preview, name="seminar_preview"),
    path("seminare/<int:pk>/drucken/", views.seminar_print, name="seminar_print"),
    path("seminare/<int:pk>/plakat.pdf", views.seminar_poster, name="seminar_poster"),
    path("seminare/stimme/<str:name>", views.voice_message, name="voice_message"),
]
