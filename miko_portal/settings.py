"""All settings, from the environment. Each variable is described in docs/install.md."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from miko_portal.base.environment import (
    Environment,
    dotted_path,
    host_names,
    mail_address,
    mail_server,
    web_address,
)
from miko_portal.base.languages import LANGUAGES as LANGUAGE_TABLE
from miko_portal.base.office import office_settings
from miko_portal.base.postgres.settings import database_settings
from miko_portal.base.slots import legal_slots

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)  # demo data, on this computer only: no HTTPS, no mail
if DEBUG or DEMO:
    SECRET_KEY = env.str("SECRET_KEY", "django-insecure-for-this-computer-only")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
else:
    SECRET_KEY = env.filled(env.str, "SECRET_KEY")
    ALLOWED_HOSTS = env.filled(env.list, "ALLOWED_HOSTS", host_names)

INSTALLED_APPS = [
    "miko_portal",
    "events",
    "trainings",
    "cooperation",
    "miko_portal.base",
    "miko_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_filters",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "miko_portal.base.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "miko_portal.base.history.ActingUserMiddleware",
    "miko_portal.base.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "miko_portal.urls"
CSRF_FAILURE_VIEW = "miko_portal.errors.csrf_failure"
WSGI_APPLICATION = "miko_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "miko_portal.base.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "kern"
CRISPY_TEMPLATE_PACK = "kern"
FILTERS_EMPTY_CHOICE_LABEL = _("All")

# Which server of its own the portal starts where no DATABASE_URL is given: "demo", "test" or none.
DATABASE_CLUSTER = env.str("DATABASE_CLUSTER", "demo" if DEBUG or DEMO else "")
PORTAL_DATABASE, MIGRATION_DATABASE = database_settings(env, BASE_DIR / "var", own=DATABASE_CLUSTER)
DATABASES = {"default": {**PORTAL_DATABASE}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a hundred people times the dates of a training
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages as they were rendered, those asked for last, compressed, in each process.
LOCAL = "django.core.cache.backends.locmem.LocMemCache"
NOTHING = "django.core.cache.backends.dummy.DummyCache"
PAGES = LOCAL if env.bool("PAGE_CACHE", not DEBUG) else NOTHING
PARTS = NOTHING if DEBUG else LOCAL
CACHES = {
    # Shared by all workers, so that limits on attempts to sign in hold.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
    },
    "pages": {"BACKEND": PAGES, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}},
    # Parts of pages by all that they show, so that they need not be forgotten.
    "parts": {"BACKEND": PARTS, "LOCATION": "parts", "OPTIONS": {"MAX_ENTRIES": 2000}},
}

AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_ADAPTER = "miko_portal.base.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False  # telephones and computers are shared
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"  # public pages show no messages
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "MiKo"

LANGUAGE_CODE = "de"
LANGUAGES = [(language.code, language.name) for language in LANGUAGE_TABLE]
LANGUAGES_BIDI = [row.code for row in LANGUAGE_TABLE if row.direction == "rtl"]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "miko_portal.base.formats"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

OFFICE = office_settings(env)
LEGAL_SLOTS = legal_slots(env)

# Where the portal is reached: for the links in messages.
HOME = "http://localhost:8000" if DEBUG or DEMO else f"https://{(ALLOWED_HOSTS or [''])[0]}"
PORTAL_URL = (env.str("PORTAL_URL", HOME, validate=web_address) or "").rstrip("/")
MAIL_SERVER = "console:" if DEBUG or DEMO else "smtp://localhost:25"
MAIL = env.str("EMAIL_URL", MAIL_SERVER, validate=mail_server) and env.dj_email_url(
    "EMAIL_URL", MAIL_SERVER
)
globals().update(MAIL or {})
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 20)  # seconds that a silent mail server is waited for
# Text messages go through a class that the county names; without one the office calls.
SMS_BACKEND = env.str("SMS_BACKEND", "", validate=dotted_path)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", OFFICE.mail, validate=mail_address)

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]  # made from static/ by `npm run build`
FONTS = BASE_DIR / "build" / "fonts"  # for PDFs; copied by the same
# Where the documents of agreements lie; nothing there is served by the web server.
DOCUMENTS_DIR = env.path("DOCUMENTS_DIR", BASE_DIR / "var" / "documents")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("STATIC_MANIFEST", True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
    }
}

# Behind a proxy that speaks HTTPS. gunicorn reads the same setting, and believes the proxy's
# X-Forwarded-Proto; we believe its X-Forwarded-For.
PROXIES = env.list("FORWARDED_ALLOW_IPS", ["127.0.0.1", "::1"])
HTTPS = env.bool("HTTPS", not (DEBUG or DEMO))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^__(lb)?heartbeat__$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 60 * 60) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # the list of browsers' makers is a decision of the whole domain, not ours
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes": {"()": "miko_portal.base.logs.RoutesForAddresses"}},
    "formatters": {
        "plain": {
            "()": "logging.Formatter" if DEBUG else "miko_portal.base.logs.WithoutValues",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["routes"],
        }
    },
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "pikepdf": {"level": "CRITICAL"},  # whoever uploads a broken file is told so
        "gunicorn.http.wsgi": {"level": "ERROR"},  # warns of each HEAD that a view answers in full
    },
}

env.seal()
