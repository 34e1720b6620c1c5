"""Every setting, read from the environment; SQLite and strict security unless told otherwise."""

from pathlib import Path

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"  # what this machine makes for itself: database, collected static files

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)  # `make run` writes one; the real environment wins

# Secrets and addresses. There is no default secret: without one the site refuses to start.
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

# HTTPS is taken for granted; `make run` switches it off for the site on one's own machine.
HTTPS = env.bool("HTTPS", True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # whoever watches the server comes from inside, without TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Only where a proxy sets this header itself on every request, or anybody could claim to come by HTTPS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer browsers send "Origin: null" and CSRF refuses every form
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "peoplehub.errors.stale_form"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, for our own form renderer
    "django_htmx",
    "template_partials",
    "spectrum",
    "assessments",
]

MIDDLEWARE = [
    "peoplehub.headers.ResponseHeadersMiddleware",  # first, so that no response leaves without them
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # for slow phones; it varies the length, so that secrets stay secret
    "peoplehub.errors.ErrorPagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # for browsers that don't know frame-ancestors
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "peoplehub.urls"
WSGI_APPLICATION = "peoplehub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            # Partials as builtins: with Django 6, which has them, this line is deleted and nothing else.
            "builtins": ["template_partials.templatetags.partials", "django.templatetags.static"],
        },
    },
]

database = env.dj_db_url("DATABASE_URL", f"sqlite:///{LOCAL_DIR / 'db.sqlite3'}")
if database["ENGINE"] == "django.db.backends.sqlite3":
    # With Django's defaults many people saving at once meet "database is locked"; with these they wait their turn.
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    options = {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}}
database["OPTIONS"] = options | database.get("OPTIONS", {})  # what the URL says (?sslmode=require) wins
DATABASES = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "assessments.User"

LANGUAGE_CODE = "en-gb"
USE_I18N = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/London")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder"
]  # ours alone: django-htmx brings its own htmx
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MANIFEST_STRICT = True

# Bodies over 512 kB and forms with more fields than any page of ours has are refused.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# How long answers that belong to no organisation are kept after the last save (days).
KEEP_DAYS = env.int("KEEP_DAYS", 90)

FORM_RENDERER = "assessments.forms.FormRenderer"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "peoplehub.logs.WithoutSecrets"}},
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["without_secrets"], "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
