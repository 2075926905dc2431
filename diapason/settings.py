"""Settings, in one file. Every variable of the environment is declared here with its meaning (`docs/settings.md`)."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from django.utils.csp import CSP
from psycopg.conninfo import conninfo_to_dict

from diapason.core import env, postgres, secrets

django_stubs_ext.monkeypatch()  # forms.ModelForm[Post] and the like, for mypy, are no error when they run

BASE_DIR = Path(__file__).resolve().parent.parent
BUILD_DIR = BASE_DIR / "build"
DATA_DIR = Path(
    env.text("DIAPASON_DATA_DIR", str(BASE_DIR / "var"), help="Folder of what this installation keeps: secrets, media, embedded database.")
)
TESTING = "pytest" in sys.modules

# ── Who and where ────────────────────────────────────────────────────────────────────────────────────────────────────
PUBLIC_URL = env.text(
    "DIAPASON_URL", "http://localhost:8000", help="Public address of this installation; short links and e-mails start with it."
).rstrip("/")
DEBUG = env.boolean("DIAPASON_DEBUG", False, help="Show tracebacks in the browser. Never on a machine that others reach.")
DEMO = env.boolean("DIAPASON_DEMO", False, help="Offer the demo brand, with one-click sign-in, on the sign-in page.")
ALLOWED_HOSTS = [
    *env.words("DIAPASON_HOSTS", "", help="Other host names that reach this installation, beside that of DIAPASON_URL."),
    urlsplit(PUBLIC_URL).hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
]
SECURE = PUBLIC_URL.startswith("https://")
SECRET_KEY = env.text("DIAPASON_SECRET_KEY", secret=True, help="Signs sessions and links. Made on first run when absent.") or secrets.kept(
    DATA_DIR / "secret_key", secrets.signing_key
)
ENCRYPTION_KEYS = env.words(
    "DIAPASON_ENCRYPTION_KEYS", help="Keys that encrypt access tokens, newest first. Made on first run when absent."
) or [secrets.kept(DATA_DIR / "encryption_key", secrets.encryption_key)]
TRUSTED_HOSTS = set(
    env.words("DIAPASON_TRUSTED_HOSTS", help="Private addresses (host:port) that Diapason may open on purpose, such as your own instance.")
)
PROXY_HOPS = env.integer("DIAPASON_PROXY_HOPS", 0, help="How many reverse proxies of yours stand in front and set X-Forwarded-For.")
SANDBOX_URL = env.text("DIAPASON_SANDBOX_URL", "http://127.0.0.1:8001", help="Where the sandbox networks of the demo brand answer.").rstrip(
    "/"
)
if DEMO or TESTING:
    TRUSTED_HOSTS.add(urlsplit(SANDBOX_URL).netloc)

# ── Django ───────────────────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "diapason.core",
    "diapason.workspaces",
    "diapason.media",
    "diapason.networks",
    "diapason.strategy",
    "diapason.territory",
    "diapason.editorial",
    "diapason.links",
    "diapason.publishing",
    "diapason.community",
    "diapason.inbox",
    "diapason.listening",
    "diapason.alerts",
    "diapason.crises",
    "diapason.insights",
    "diapason.api",
    "diapason.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "diapason.workspaces.middleware.PersonalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "diapason.web.middleware.ToastMiddleware",
    "diapason.listening.middleware.StoreMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "diapason.urls"
ASGI_APPLICATION = "diapason.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        # A network's folder holds its own templates: "<network>/preview.html".
        "DIRS": [BASE_DIR / "diapason" / "web" / "templates", BASE_DIR / "diapason" / "networks"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "diapason.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "diapason.web.templatetags.diapason",
                "diapason.web.templatetags.leaves",
            ],
        },
    }
]
FORM_RENDERER = "diapason.web.renderer.Renderer"
# A component sees what it is given, not the page around it.
COTTON_ISOLATE_BY_DEFAULT = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Database ─────────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASE_URL = env.text("DATABASE_URL", secret=True, help="PostgreSQL 15 or later. The embedded server is used when absent.")
if not DATABASE_URL:
    DATABASE_URL = postgres.ensure(DATA_DIR / ("test-postgres" if TESTING else "postgres"), durable=not TESTING)


def database(url: str) -> dict[str, Any]:
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "diapason"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**parts, "pool": False if TESTING else {"min_size": 1, "max_size": 24, "timeout": 10}},
    }


DATABASES = {"default": database(DATABASE_URL)}

MENTIONS_STORE = env.text("DIAPASON_MENTIONS_STORE", "postgres", help="Where mentions are kept: postgres or clickhouse.")
CLICKHOUSE_URL = env.text(
    "DIAPASON_CLICKHOUSE_URL", secret=True, help="ClickHouse: clickhouse://name:password@host:8123/database?cluster=NAME&replicated=yes."
)
if MENTIONS_STORE not in {"postgres", "clickhouse"} or (MENTIONS_STORE == "clickhouse" and not CLICKHOUSE_URL):
    raise env.SettingError("DIAPASON_MENTIONS_STORE is postgres, or clickhouse with a DIAPASON_CLICKHOUSE_URL.")

# ── People ───────────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "workspaces.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "diapason.workspaces.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FORM_CLASS = "diapason.workspaces.forms.SignUpForm"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Diapason"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
OPEN_SIGN_UP = env.boolean("DIAPASON_OPEN_SIGN_UP", False, help="Let anybody create an account. The first owner always can.")
# Where only invited people have accounts, a second factor need not wait for a mail server. Where anybody can sign up,
# it must: else a stranger could lock somebody out of their own address.
MFA_ALLOW_UNVERIFIED_EMAIL = not OPEN_SIGN_UP

# ── Languages and time ───────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = env.text("DIAPASON_LANGUAGE", "fr", help="Language of people who have not chosen: fr or en.")
LANGUAGES = [("fr", "Français"), ("en", "English")]
FORMAT_MODULE_PATH = ["diapason.core.formats"]
TIME_ZONE = "UTC"
DEFAULT_TIME_ZONE = env.text("DIAPASON_TIME_ZONE", "Europe/Paris", help="Time zone proposed for a new brand.")
USE_I18N = USE_TZ = True
# Our words for the sentences of libraries; an app's own are in its own folder.
LOCALE_PATHS = [BASE_DIR / "diapason" / "locale"]

# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATICFILES_DIRS = [BUILD_DIR / "static"]
STATIC_ROOT = BUILD_DIR / "collected"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAX_UPLOAD_MB = env.integer("DIAPASON_MAX_UPLOAD_MB", 512, help="Largest file that can be uploaded, in megabytes.")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# ── E-mail ───────────────────────────────────────────────────────────────────────────────────────────────────────────
EMAIL_URL = env.text("DIAPASON_EMAIL_URL", "console:", secret=True, help="console: or smtp://user:password@host:587?tls=yes.")
DEFAULT_FROM_EMAIL = env.text("DIAPASON_EMAIL_FROM", "Diapason <diapason@localhost>", help="Sender of e-mails.")


def mailer(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"BACKEND": "diapason.core.console_mail.EmailBackend"}
    if parts.scheme != "smtp" or not parts.hostname:
        raise env.SettingError("DIAPASON_EMAIL_URL is not understood; write console: or smtp://user:password@host:587?tls=yes.")
    options = {"host": parts.hostname, "port": parts.port or 25, "use_tls": "tls=yes" in parts.query, "timeout": 20}
    if parts.username:
        options |= {"username": parts.username, "password": parts.password or ""}
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


MAILERS = {"default": mailer(EMAIL_URL)}

# ── Security ─────────────────────────────────────────────────────────────────────────────────────────────────────────
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "media-src": [CSP.SELF, "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "diapason_session"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
if PROXY_HOPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "diapason.web.views.problems.csrf_failure"

# ── Work ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
DELIVERIES_AT_ONCE = env.integer("DIAPASON_DELIVERIES_AT_ONCE", 128, help="How many deliveries one publisher holds at once.")
CAREFUL_SECONDS = env.integer(
    "DIAPASON_CAREFUL_SECONDS", 20, help="Seconds of each minute in which one core may read mentions again with care. 0: never."
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"diapason": {"level": "INFO"}},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
SILENCED_SYSTEM_CHECKS: list[str] = []
