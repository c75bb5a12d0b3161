"""Every setting, read from the environment; behaviour of the product is code, never a setting."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal import env, logs
from portal.desk.theme import UNFOLD  # noqa: F401 - a setting, kept with the desk

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG", "0")
SECURE = env.flag("SECURE", "0" if DEBUG else "1")
SECRET_KEY = env.text("SECRET_KEY", "only-for-development" if DEBUG else None)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000" if DEBUG else None).rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"{SITE_HOST},localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", SITE_URL)

if not DEBUG:
    if len(SECRET_KEY) < 40:
        raise ImproperlyConfigured("SECRET_KEY needs at least 40 characters.")
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS names hosts; * would let a forged one in.")
    if SECURE and not SITE_URL.startswith("https://"):
        raise ImproperlyConfigured("SITE_URL begins with https:// unless SECURE=0.")

# --- Applications: named in strings, so that the ground imports nothing above it

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "portal.desk.config.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "heroicons",
    "pgtrigger",
    "rest_framework",
    "portal",
    "orgs",
    "sharedaccess",
    "knowledge",
    "cases",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.PageCompressionMiddleware",
    "portal.security.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.middleware.ProblemMiddleware",
    "sharedaccess.middleware.PermissionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sharedaccess.shell.shell",
                "knowledge.banner.banner",
            ],
        },
    },
]

# --- PostgreSQL and Redis

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", "postgres://guichet@127.0.0.1:5432/guichet"),
        conn_max_age=env.number("DATABASE_CONN_MAX_AGE", "60"),
        conn_health_checks=True,
    )
}
# Everything is bounded: a statement, a wait for a lock, a connection. A pooler may sit in
# between, so these travel as start-up options, not as SET.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=3,
    options="-c statement_timeout=5000 -c lock_timeout=2000"
    " -c idle_in_transaction_session_timeout=30000",
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "portal.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "guichet",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "retry_policy": {"max_retries": 1, "interval_start": 0, "interval_step": 0.1},
}
CELERY_TASK_PUBLISH_RETRY = False
NIGHTLY = crontab(hour=1, minute=5)
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "portal.tasks.sweep_outbox", "schedule": 60.0},
    "settle-invoices": {
        "task": "orgs.tasks.settle_invoices",
        "schedule": crontab(hour=1, minute=5),
    },
    "prove-domains-again": {
        "task": "orgs.tasks.prove_domains_again",
        "schedule": crontab(hour=2, minute=35),
    },
    "sweep-data-exports": {"task": "orgs.tasks.sweep_data_exports", "schedule": 60.0},
    "remind-waiting-cases": {"task": "cases.tasks.remind_waiting_cases", "schedule": 120.0},
    "sweep-drafts": {"task": "cases.tasks.sweep_drafts", "schedule": 3600.0},
    "end-expired-grants": {"task": "sharedaccess.tasks.end_expired_grants", "schedule": 60.0},
    "forget-rare-searches": {"task": "knowledge.tasks.forget_rare_searches", "schedule": NIGHTLY},
    "remind-owners": {"task": "sharedaccess.tasks.remind_owners", "schedule": 86400.0},
}

# --- Files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / ".guichet" / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.storage.StaticStorage"
    },
}
if BUCKET := env.text("FILES_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {  # type: ignore[dict-item]
            "bucket_name": BUCKET,
            "endpoint_url": env.text("FILES_ENDPOINT", "") or None,
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "cases.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- Mail: files in a folder for a laptop, SMTP elsewhere

MAIL_DIR = env.text("MAIL_DIR", str(BASE_DIR / ".guichet" / "mail") if DEBUG else "")
EMAIL_BACKEND = (
    "portal.mailbox.FolderBackend" if MAIL_DIR else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", "25")
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", "0")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Guichet <support@{SITE_HOST}>")
PARTNER_CONTACT_EMAIL = env.text("PARTNER_CONTACT_EMAIL", "partners@vendor.example.com")
MARKETPLACE_CONTACT_EMAIL = env.text("MARKETPLACE_CONTACT_EMAIL", "marketplace@vendor.example.com")
VENDOR_NAME = env.text("VENDOR_NAME", "Vendor")
VENDOR_CONTACT_EMAIL = env.text("VENDOR_CONTACT_EMAIL", "support@vendor.example.com")

# --- People

AUTH_USER_MODEL = "orgs.User"
ORGANIZATIONS_OPEN_TO = "sharedaccess.doors.organizations_open_to"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "orgs.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "orgs.forms.SignUpNames"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # at sign-up only, see orgs.adapter
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PROXIES", "0")
SOCIALACCOUNT_ADAPTER = "orgs.sso.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # for proved addresses only, see the adapter
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": env.apps(
            "OIDC_SERVER_URL",
            provider_id="vendor",
            name=env.text("SSO_NAME", "Single sign-on"),
            client_id=env.text("OIDC_CLIENT_ID", ""),
            secret=env.text("OIDC_CLIENT_SECRET", ""),
            settings={"server_url": env.text("OIDC_SERVER_URL", "")},
        ),
    },
    "saml": {
        "APPS": env.apps(
            "SAML_SSO_URL",
            provider_id="vendor-saml",
            name=env.text("SSO_NAME", "Single sign-on"),
            client_id="vendor",
            settings={
                "idp": {
                    "entity_id": env.text("SAML_ENTITY_ID", ""),
                    "sso_url": env.text("SAML_SSO_URL", ""),
                    "x509cert": env.text("SAML_CERTIFICATE", ""),
                },
                "verified_email": True,
                "advanced": {"want_assertion_signed": True},
            },
        ),
    },
}
PRIVATE_PROVIDERS = env.flag("PRIVATE_PROVIDERS", "0")
NAME_SERVERS = env.words("NAME_SERVERS")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ADAPTER = "orgs.second_factor.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Guichet"
STAFF_NEEDS_MFA = env.flag("STAFF_NEEDS_MFA", "1")
USERSESSIONS_TRACK_ACTIVITY = False

# --- Languages and time

# The address is unique whatever its case, by a constraint that this check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Security

SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "orgs.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "orgs.tokens.WithinScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["portal.throttling.PersonThrottle"],
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "portal.api_problems.api_exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Guichet",
    "DESCRIPTION": "File and follow support cases: the same rules as the pages, by the same code.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.schema.describe_problems",
    ],
}

LOGGING = logs.configure(level=env.text("LOG_LEVEL", "INFO"), readable=DEBUG)
