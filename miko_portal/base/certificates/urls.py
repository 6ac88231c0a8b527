from django.urls import path

from miko_portal.base.certificates import views

urlpatterns = [
    path("bescheinigung/", views.certificate_check, name="certificate_check"),
    path("bescheinigung/<str:code>/", views.certificate_detail, name="certificate_detail"),
]
