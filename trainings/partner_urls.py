"""Pages of those who enrol their colleagues; signed in, so no language is in the address."""

from django.urls import path

from trainings.views import colleagues

urlpatterns = [
    path("", colleagues.own_enrolment_list, name="own_enrolment_list"),
    path("neu/", colleagues.own_enrolment_choose, name="own_enrolment_choose"),
    path("neu/<int:pk>/", colleagues.own_enrolment_create, name="own_enrolment_create"),
    path("<int:pk>/zusagen/", colleagues.own_enrolment_accept, name="own_enrolment_accept"),
    path("<int:pk>/absagen/", colleagues.own_enrolment_cancel, name="own_enrolment_cancel"),
    path("<int:pk>/ersatz/", colleagues.own_enrolment_replace, name="own_enrolment_replace"),
]
