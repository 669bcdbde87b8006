# SPDX-License-Identifier: EUPL-1.2
"""Django's settings. What differs between installations comes from the environment.

The command line sets the environment from the installation (folders, keys, the embedded
database); a server of one's own sets the same variables by hand (`docs/operate`).
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("GEMENSAM_VAR", ROOT / "var"))
INBOX = Path(os.environ.get("GEMENSAM_INBOX") or VAR / "inbox")
FRONTEND = ROOT / "node_modules"

DEBUG = False
TESTING = os.environ.get("GEMENSAM_TESTING") == "1"
BASE_URL = os.environ.get("GEMENSAM_BASE_URL", "http://localhost:8000")
REFUSED_DAYS = int(os.environ.get("GEMENSAM_REFUSED_DAYS", "90"))
BEHIND_TLS = BASE_URL.startswith("https://")
SECRET_KEY = os.environ.get("GEMENSAM_SECRET_KEY", "")
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
_HOST = urlsplit(BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = [
    *(LOOPBACK if _HOST in LOOPBACK else [_HOST]),
    *os.environ.get("GEMENSAM_HOSTS", "").split(),
]


# ------------------------------------------------------------------ database


def _database(url: str) -> dict[str, object]:
    """A PostgreSQL address as Django wants it; a socket folder stands in `?host=`."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "gemensam",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": options.pop("port", None) or parts.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


_APP_URL = os.environ.get("GEMENSAM_DATABASE_URL", "postgresql:///gemensam")
DATABASES = {
    "default": _database(_APP_URL),
    # Only migrations and guards use the owner; the web and the worker never see its address.
    "owner": _database(os.environ.get("GEMENSAM_DATABASE_OWNER_URL", _APP_URL)),
}
DATABASE_ROUTERS = ["gemensam.core.database.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# ------------------------------------------------------------------ the house

INSTALLED_APPS = [
    "gemensam.site",
    "gemensam.programme",
    "gemensam.benefits",
    "gemensam.desk",
    "gemensam.agreements",
    "gemensam.costing",
    "gemensam.outcomes",
    "gemensam.telephony",
    "gemensam.catalogue",
    "gemensam.surveys",
    "gemensam.group",
    "gemensam.ui",
    "gemensam.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of its widgets
    "allauth",
    "allauth.account",
    "csp",
    "procrastinate.contrib.django",
    "template_partials.apps.SimpleAppConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gemensam.core.middleware.request_identity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gemensam.core.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gemensam.core.middleware.private_pages",
    "gemensam.group.middleware.signed_in_person",
    "gemensam.ui.middleware.expired_login_in_fragment",
]
ROOT_URLCONF = "gemensam.urls"
WSGI_APPLICATION = "gemensam.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gemensam.site.navigation.page_frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "gemensam.ui.templatetags.parts",
                "gemensam.ui.templatetags.figures",
                "gemensam.desk.templatetags.cases",
                "gemensam.site.templatetags.imports",
                "gemensam.costing.templatetags.costs",
                "gemensam.benefits.templatetags.benefits",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "gemensam.ui.forms.Renderer"

PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"


# ------------------------------------------------------------------ sign-in

AUTH_USER_MODEL = "core.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "gemensam.core.signin.Adapter"
ACCOUNT_FORMS = {
    "login": "gemensam.site.forms.SignInForm",
    "change_password": "gemensam.site.forms.PasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/15m/ip,5/15m/key",
    "reset_password": "10/h/ip,3/h/key",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "site:start"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
]
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_NAME = "__Host-sid" if BEHIND_TLS else "sid"
SESSION_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS else "csrf"
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gemensam.site.views.errors.form_refused"


# ------------------------------------------------------------------ security

SECURE_SSL_REDIRECT = False  # the proxy in front redirects; see docs/operate
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https")
    if os.environ.get("GEMENSAM_TRUST_PROXY") == "1"
    else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_TEMP_DIR = None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, "'strict-dynamic'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}


# ------------------------------------------------------------------ language, time, files

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCAL_TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "gemensam.ui.static.Fingerprinted"},
}
STATICFILES_FINDERS = [
    "gemensam.ui.static.VendorFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
ICONS = FRONTEND / "lucide-static/icons"


# ------------------------------------------------------------------ mail

# smtp://user:password@host:port, with smtp+tls:// for STARTTLS and smtps:// for TLS at
# once; without it no mail leaves, and pages say so.
_POST = urlsplit(os.environ.get("GEMENSAM_SMTP_URL", ""))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _POST.hostname
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = _POST.hostname or ""
EMAIL_PORT = _POST.port or (465 if _POST.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_POST.username or "")
EMAIL_HOST_PASSWORD = unquote(_POST.password or "")
EMAIL_USE_TLS = _POST.scheme == "smtp+tls"
EMAIL_USE_SSL = _POST.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("GEMENSAM_MAIL_FROM", f"svara-ej@{_HOST}")
LOGGING_CONFIG = "gemensam.core.logs.configure"
LOGGING = {"version": 1}  # empty, and Django would not call the function above
