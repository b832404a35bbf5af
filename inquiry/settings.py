"""One settings module: everything comes from the environment, and production is the default."""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from inquiry import background, environment

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

# Who may reach us, and how
DEBUG = False
if environment.yes_or_no("DEBUG"):
    raise ImproperlyConfigured("DEBUG cannot be switched on: an error page would print what must stay secret.")
SECRET_KEY = environment.secret("SECRET_KEY")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS")
PLAIN_HTTP = environment.yes_or_no("PLAIN_HTTP_ON_LOOPBACK")
if PLAIN_HTTP and not set(ALLOWED_HOSTS) <= environment.LOOPBACK:
    raise ImproperlyConfigured(
        "PLAIN_HTTP_ON_LOOPBACK would send cookies unencrypted: it is for 127.0.0.1 and localhost only."
    )
BEHIND_PROXY = environment.yes_or_no("BEHIND_TLS_PROXY")
FAILPOINTS = environment.text("FAILPOINTS", "")  # a folder: see inquiry/shared/failpoints.py
if FAILPOINTS and not PLAIN_HTTP:
    raise ImproperlyConfigured("FAILPOINTS makes processes fail on purpose: it is for tests on this machine only.")

INSTALLED_APPS = [
    "inquiry",
    "witnesses",
    "witnesses.vault",
    "evidence",
    "reports",
    "inquiry.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # asked for by allauth's page of passkeys
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rest_framework",
    "drf_spectacular",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "inquiry.middleware.NoStore",
    "inquiry.middleware.SentBeside",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "inquiry.middleware.SessionEnds",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "inquiry.middleware.FirstPassword",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "inquiry.middleware.Refusals",
]
ROOT_URLCONF = "inquiry.urls"
WSGI_APPLICATION = "inquiry.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inquiry.desk.desk",
            ],
        },
    }
]

# Where things are kept
DATABASES = {"default": environment.database("DATABASE_URL")}
DATABASE_ROUTERS = ["witnesses.vault.router.VaultRouter"]
if environment.text("VAULT_DATABASE_URL", ""):  # in the vault's own process and its commands only
    DATABASES["vault"] = environment.database("VAULT_DATABASE_URL")
    if DATABASES["vault"]["USER"] == DATABASES["default"]["USER"]:
        raise ImproperlyConfigured(
            "VAULT_DATABASE_URL and DATABASE_URL name the same role: the vault needs one that the application is not."
        )
VAULT_SOCKET = environment.text("VAULT_SOCKET", "")
VAULT_KEY_FILE = environment.text("VAULT_KEY_FILE", "")
VAULT_PEERS = environment.numbers("VAULT_PEERS")
VAULT_GATE = "witnesses.openings.gate"
FURTHER_FACTS = [
    "witnesses.vault.health.look",
    "evidence.search.health.look",
]  # shown on the health page beside those of the commission's own app
FURTHER_PROOFS = {"The vault": "witnesses.vault.door.verify"}  # asked by `verify_ledgers` beside the ledgers
VAULT_KEY_BACKUP_DAYS = environment.number("VAULT_KEY_BACKUP_DAYS", 35)  # how long a backup of its keys is kept
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHE_URL, BROKER_URL = environment.redis("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}}
STATE_DIR = Path(environment.text("STATE_DIR", str(BASE_DIR / "var")))
STORAGE_ROOT = Path(environment.text("STORAGE_ROOT", str(STATE_DIR / "store")))
UPLOAD_ROOT = Path(environment.text("UPLOAD_ROOT", str(STATE_DIR / "uploads")))
SCRATCH_ROOT = Path(environment.text("SCRATCH_ROOT", str(STATE_DIR / "scratch")))
CLAMD = environment.scanner("INQUIRY_CLAMD")
READ_SCANS = environment.yes_or_no("READ_SCANS", default=True)  # by OCR, which is most of what reading costs
SEARCH_ROOT = Path(environment.text("SEARCH_ROOT", str(STATE_DIR / "search")))  # the index of words: text at rest
STORAGE = environment.text("STORAGE", "files")
if STORAGE not in {"files", "s3"}:
    raise ImproperlyConfigured(f"STORAGE must be files or s3, not {STORAGE!r}.")
FILE_STORE = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": STORAGE_ROOT,
        "file_permissions_mode": 0o400,
        "directory_permissions_mode": 0o700,
    },
}


def s3_store() -> dict[str, object]:
    """The originals on an S3-compatible store: private, never overwritten, no presigned addresses."""
    endpoint = environment.text("S3_ENDPOINT_URL", "")
    if endpoint.startswith("http://") and not environment.yes_or_no("S3_PLAIN_HTTP"):
        raise ImproperlyConfigured("S3_ENDPOINT_URL is not encrypted; say S3_PLAIN_HTTP=yes on a closed network only.")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": environment.text("S3_BUCKET"),
            "access_key": environment.text("S3_ACCESS_KEY"),
            "secret_key": environment.text("S3_SECRET_KEY"),
            "region_name": environment.text("S3_REGION", "") or None,
            "endpoint_url": endpoint or None,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "max_memory_size": 16 * 1024 * 1024,  # bytes; without it a whole download is held in memory
            "addressing_style": "path",
        },
    }


STORAGES = {
    "default": s3_store() if STORAGE == "s3" else FILE_STORE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000
FILE_UPLOAD_TEMP_DIR = SCRATCH_ROOT
FILE_UPLOAD_PERMISSIONS = 0o400

# People and their sessions
AUTH_USER_MODEL = "inquiry.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "inquiry.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,100/h/ip", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_SECONDS = environment.number("SESSION_IDLE_SECONDS", 30 * 60)
SESSION_LONGEST_SECONDS = environment.number("SESSION_LONGEST_SECONDS", 10 * 3600)
SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "session" if PLAIN_HTTP else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if PLAIN_HTTP else "__Host-csrf"
LANGUAGE_COOKIE_NAME = "language" if PLAIN_HTTP else "__Host-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^health/live/$"]
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Language and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("ru", _("Russian")), ("kk", _("Kazakh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = USE_I18N = True

# Background work: the queue is a doorbell, the jobs table is the truth
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 3,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the lease does the retry; with True a poisoned task loops for ever
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = background.ROUTES
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = background.BEAT

# No mail is sent
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "inquiry.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "inquiry.shared.api.paging.ByCursor",
    "DEFAULT_SCHEMA_CLASS": "inquiry.shared.api.schema.ProblemsToo",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": environment.text("API_RATE", "1200/min")},
    "EXCEPTION_HANDLER": "inquiry.shared.api.problems.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Inquiry",
    "DESCRIPTION": "The evidence system of an independent commission of inquiry.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],  # choices stand where they are used; shared names for them collide between the rooms
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"addresses": {"()": "inquiry.quiet.WithoutAddresses"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["addresses"]}},
    "root": {"handlers": ["stderr"], "level": environment.text("LOG_LEVEL", "INFO")},
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "django.views.debug.SafeExceptionReporterFilter"
SILENCED_SYSTEM_CHECKS: list[str] = []
