"""The bare registration that the portal's is measured by: a row is locked, another one stored."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponseRedirect
from django.urls import path
from environs import Env

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["localhost"],
    MIDDLEWARE=[],
    DATABASES={"default": {**Env().dj_db_url("DATABASE_URL"), "CONN_MAX_AGE": 60}},
)
application = get_wsgi_application()

from django.db import models, transaction  # noqa: E402 - models need the settings


class Run(models.Model):  # noqa: DJ008 - nobody reads it
    class Meta:
        app_label = "bench"


class Place(models.Model):  # noqa: DJ008
    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, models.PROTECT)
    name = models.TextField()
    mail = models.TextField()

    class Meta:
        app_label = "bench"


def take(request):
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=1)
        Place.objects.create(run=run, name=request.POST["name"], mail=request.POST["mail"])
    return HttpResponseRedirect("/")


urlpatterns = [path("", take)]
