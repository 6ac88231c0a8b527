"""Pages of those who register others: they are signed in, so no language is in the address."""

from django.urls import path

from events.views import counselling, own_certificates

urlpatterns = [
    path("", counselling.own_registration_list, name="own_registration_list"),
    path("neu/", counselling.own_registration_choose, name="own_registration_choose"),
    path("neu/<int:pk>/", counselling.own_registration_create, name="own_registration_create"),
    path("zettel/", counselling.own_registration_slips, name="own_registration_slips"),
    path("<int:pk>/", counselling.own_registration_detail, name="own_registration_detail"),
    path(
        "<int:pk>/bescheinigung/",
        own_certificates.own_registration_certificates,
        name="own_registration_certificates",
    ),
    path(
        "<int:pk>/bescheinigung/<int:person>.pdf",
        own_certificates.own_registration_certificate,
        name="own_registration_certificate",
    ),
    path("<int:pk>/aendern/", counselling.own_registration_update, name="own_registration_update"),
    path("<int:pk>/absagen/", counselling.own_registration_cancel, name="own_registration_cancel"),
]
