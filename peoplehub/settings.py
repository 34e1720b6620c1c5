"""Every setting, read from the environment; SQLite and strict security unless told otherwise."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

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
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Tries to sign in are counted by address; without this, everybody behind the proxy would share one.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer browsers send "Origin: null" and CSRF refuses every form
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "peoplehub.errors.stale_form"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
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
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # for browsers that don't know frame-ancestors
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "peoplehub.urls"
WSGI_APPLICATION = "peoplehub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
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

# Accounts are for colleagues in organisations: an e-mail address and a password, or a code by mail.
AUTH_USER_MODEL = "assessments.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["email"]},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organisations"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# Without EMAIL_URL nothing needs mail: no address is verified, and colleagues are invited by links.
EMAIL_URL = env.str("EMAIL_URL", "")
HAS_MAIL = bool(EMAIL_URL)
if HAS_MAIL:
    mail = env.dj_email_url("EMAIL_URL")
    if "EMAIL_BACKEND" not in mail:
        raise ImproperlyConfigured("EMAIL_URL begins with no way to send mail, as smtp:// and submission:// are.")
    vars().update(mail)
    EMAIL_TIMEOUT = mail["EMAIL_TIMEOUT"] or 10  # seconds: a mail server that hangs holds up nobody else for long
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "PeopleHub <noreply@localhost>")

ACCOUNT_ADAPTER = "peoplehub.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "peoplehub.accounts.SignInForm",
    "signup": "peoplehub.accounts.SignUpForm",
    "change_password": "peoplehub.accounts.ChangePasswordForm",
    "set_password": "peoplehub.accounts.SetPasswordForm",
    "reset_password": "peoplehub.accounts.ResetForm",
    "reset_password_from_key": "peoplehub.accounts.NewPasswordForm",
    "request_login_code": "peoplehub.accounts.CodeForm",
    "confirm_login_code": "peoplehub.accounts.SignInCodeForm",
    "confirm_email_verification_code": "peoplehub.accounts.AddressCodeForm",
    "confirm_password_reset_code": "peoplehub.accounts.ResetCodeForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if HAS_MAIL else "none"
# Codes, not links: a code can be read on the phone and typed at the desk.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = HAS_MAIL
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# As long as the code for an address: mail can be slow, and so can typing.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = HAS_MAIL  # without mail the page itself has to say that an address has an account

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
# The least number of people that a release counts, and by which two releases differ; DESIGN.md allows no less than 3.
RELEASE_FLOOR = env.int("RELEASE_FLOOR", 5, validate=validate.Range(min=3))

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
