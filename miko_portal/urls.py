"""The addresses of the portal; posters and other portals carry them, so they stay."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from events.views import door_code, feedback_code, integreat_ics, short_link
from miko_portal import crawlers, views
from miko_portal.base.legal_texts import LegalPageConverter
from trainings.views import trainer_calendar

register_converter(LegalPageConverter, "legal_page")
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    *i18n_patterns(  # what is asked for most comes first
        path("", views.home, name="home"),
        path("", include("events.urls")),
        path("", include("trainings.urls")),
        path("", include("miko_portal.base.certificates.urls")),
        path("<legal_page:page>/", views.legal, name="legal"),
    ),
    path("", views.choose_language, name="choose_language"),
    path("s/<slug:code>", short_link, name="short_link"),
    path("r/<slug:code>", feedback_code, name="feedback_code"),
    path("einlass/<str:code>/", door_code, name="door_code"),
    path("schulungen/leitung/<str:token>.ics", trainer_calendar, name="trainer_calendar"),
    path("integreat.ics", integreat_ics, name="integreat_ics"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("worker.js", views.worker, name="worker"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("__lbheartbeat__", views.alive, name="alive"),
    path("__heartbeat__", views.ready, name="ready"),
    path("verwaltung/", admin.site.urls),
    path("konto/einladen/", views.invite, name="invite"),
    path("konto/", include("miko_portal.base.accounts.urls")),
    path("anmeldungen/", include("events.counsellor_urls")),
    path("meine-schulungen/", include("trainings.partner_urls")),
    path("", include("cooperation.urls")),
]

handler400 = "miko_portal.errors.bad_request"
handler403 = "miko_portal.errors.permission_denied"
handler404 = "miko_portal.errors.page_not_found"
handler500 = "miko_portal.errors.server_error"
