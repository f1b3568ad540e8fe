"""Django's settings, drawn from the environment. See docs/reference/settings.md."""

from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from sojourn.config.email_url import read_email_url
from sojourn.config.environment import read_environment
from sojourn.config.logging import logging_settings

ENVIRONMENT = read_environment()
SOJOURN_MODE = ENVIRONMENT.mode
SOJOURN_HOME = ENVIRONMENT.home
SOJOURN_BASE_URL = ENVIRONMENT.base_url
SOJOURN_KEYRING = ENVIRONMENT.keyring
SOJOURN_MASTER_KEY = ENVIRONMENT.master_key
SOJOURN_SEAL_KEYS = ENVIRONMENT.seal_keys
SOJOURN_SEAL_PASSPHRASE = ENVIRONMENT.seal_passphrase
SOJOURN_CREDENTIAL_KEYS = ENVIRONMENT.credential_keys
SOJOURN_CREDENTIAL_PASSPHRASE = ENVIRONMENT.credential_passphrase
SOJOURN_WITHOUT_CREDENTIAL_KEY = ENVIRONMENT.without_credential_key
SOJOURN_PKCS11_MODULE = ENVIRONMENT.pkcs11_module
SOJOURN_PKCS11_TOKEN = ENVIRONMENT.pkcs11_token
SOJOURN_PKCS11_PIN = ENVIRONMENT.pkcs11_pin
SOJOURN_TIMESTAMP_URL = ENVIRONMENT.timestamp_url
SOJOURN_WITHOUT_TIMESTAMP = ENVIRONMENT.without_timestamp
SOJOURN_LOG_KEY = ENVIRONMENT.log_key
SOJOURN_STATUS_LIST_SIZE = ENVIRONMENT.status_list_size
SOJOURN_CREDENTIAL_PROFILES = ENVIRONMENT.credential_profiles
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = False
LOGGING = logging_settings(SOJOURN_MODE)
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SOJOURN_BASE_URL]
ROOT_URLCONF = "sojourn.config.urls"
ASGI_APPLICATION = "sojourn.config.asgi.application"
WSGI_APPLICATION = "sojourn.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks_db",
    # Before allauth, so that its pages are drawn by our templates.
    "sojourn.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "sojourn.journal",
    "sojourn.vault",
    "sojourn.messages",
    "sojourn.files",
    "sojourn.parties",
    "sojourn.parties.guessing",
    "sojourn.certificates",
    "sojourn.certificates.keyring",
    "sojourn.certificates.orders",
    "sojourn.certificates.proofs",
    "sojourn.certificates.transparency",
    "sojourn.certificates.checking",
    "sojourn.certificates.status_list",
    "sojourn.certificates.credential",
    "sojourn.requests",
    "sojourn.requests.packages",
    "sojourn.requests.worker_part",
    "sojourn.requests.passing_on",
    "sojourn.requests.bulk",
    "sojourn.casework",
    "sojourn.casework.asking",
    "sojourn.casework.signing",
    "sojourn.casework.appeals",
    "sojourn.casework.exceptions",
    "sojourn.casework.european",
    "sojourn.casework.hosting",
    "sojourn.casework.foreign",
    "sojourn.casework.retention",
    "sojourn.casework.grounds",
    "sojourn.casework.sampling",
    "sojourn.casework.officers",
    "sojourn.casework.restricted",
    "sojourn.casework.searching",
    "sojourn.casework.figures",
    "sojourn.register",
    "sojourn.register.to_do",
    "sojourn.register.importing",
    "sojourn.register.hooks",
    "sojourn.register.directory",
    "sojourn.register.digests",
    "sojourn.register.proof",
    "sojourn.register.dossier",
    "sojourn.register.law_changes",
    "sojourn.desk",
    "sojourn.api",
    "sojourn.config",
]

MIDDLEWARE = [
    "sojourn.config.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sojourn.config.compressing.CompressTexts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sojourn.parties.session_life.PersonOfSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sojourn.parties.staff_gate.StaffSecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

_sqlite = f"sqlite:///{SOJOURN_HOME / 'sojourn.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url or _sqlite, conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue at BEGIN instead of failing at their first write; readers never wait (WAL).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    # A file, so that tests of two people at once meet the same locks as the service.
    DATABASES["default"]["TEST"] = {"NAME": SOJOURN_HOME / "test.sqlite3"}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

_mail = read_email_url(ENVIRONMENT.email_url, base_url=SOJOURN_BASE_URL, production=ENVIRONMENT.is_production)
MAILERS = _mail.mailers
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.sender

# On SQLite some indexes are left without the columns that PostgreSQL reads from them: slower, not other.
SILENCED_SYSTEM_CHECKS = ["models.W040"]

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sojourn.parties.passwords.LongEnough"},
    {"NAME": "sojourn.parties.passwords.NotCommon"},
    {"NAME": "sojourn.parties.passwords.NotLikeYou"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "signed_in"

# --- Accounts: sign-in with django-allauth (see sojourn.parties.sign_in, sojourn.web.urls_accounts) ---
ACCOUNT_ADAPTER = "sojourn.parties.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# The password is chosen by whoever holds the mailbox, after the address is confirmed.
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SOJOURN_BASE_URL.partition(":")[0]
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "confirm_email": "1/1m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    # Our own (sojourn.web.limits): letters to strangers, and trying out who is here.
    "employer": "60/h/user",
    "join": "10/h/user",
    "invite": "30/h/user",
    # Letters that a worker without an account can set off, and codes that can be tried (sojourn.web.worker_pages).
    "worker_code": "30/h/ip,3/10m/key,10/d/key",
    "worker_code_entry": "60/h/ip,30/h/key",
    "worker_link": "10/h/ip,3/d/key",
    "write": "60/h/user",
    "bulk": "60/h/user",
    "key": "30/h/user",
    # Reports by anybody about a certificate (sojourn.web.concern_pages), and the receipts that they set off.
    "concern": "10/h/ip",
    "concern_receipt": "3/d/key",
}
# How many proxies in front are ours: so much of X-Forwarded-For is believed when tries are counted by address.
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
ACCOUNT_FORMS = {
    "login": "sojourn.web.account_forms.SignInForm",
    "signup": "sojourn.web.account_forms.SignUpForm",
    "reset_password": "sojourn.web.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "sojourn.web.account_forms.NewPasswordForm",
    "change_password": "sojourn.web.account_forms.ChangePasswordForm",
    "set_password": "sojourn.web.account_forms.FirstPasswordForm",
    "add_email": "sojourn.web.account_forms.NewAddressForm",
    "reauthenticate": "sojourn.web.account_forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "sojourn.parties.second_factor.SealedSecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on http://localhost, which is where a demonstration runs.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.is_production
MFA_FORMS = {
    "authenticate": "sojourn.web.account_forms.SecondFactorForm",
    "reauthenticate": "sojourn.web.account_forms.ConfirmSecondFactorForm",
    "activate_totp": "sojourn.web.account_forms.CodeAppForm",
    "add_webauthn": "sojourn.web.account_forms.PasskeyForm",
    "edit_webauthn": "sojourn.web.account_forms.PasskeyNameForm",
}
# Officers' pages ask for the second factor again after this long.
SOJOURN_STAFF_SESSION_SECONDS = 4 * 3600
# The worker's part of a request: how long its link works, and when it is recalled.
SOJOURN_WORKER_LINK_DAYS = ENVIRONMENT.worker_link_days
SOJOURN_WORKER_REMINDER_AFTER_DAYS = ENVIRONMENT.worker_reminder_after_days
SOJOURN_WORKER_REMINDER_BEFORE_DAYS = ENVIRONMENT.worker_reminder_before_days
# The checker for telephones warns when what it knows of a status is older than this.
SOJOURN_STATUS_STALE_HOURS = ENVIRONMENT.status_stale_hours
SOJOURN_WEBHOOK_NETWORKS = ENVIRONMENT.webhook_networks
SOJOURN_VIRUS_SCANNER = ENVIRONMENT.virus_scanner
SOJOURN_BACKUP_RECIPIENTS = ENVIRONMENT.backup_recipients
SOJOURN_PG_BIN = ENVIRONMENT.pg_bin
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# --- end of accounts ---

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español")]
# A package that is no app of its own may keep its words beside its pages.
LOCALE_PATHS = sorted(BASE_DIR.rglob("locale"))
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = SOJOURN_HOME / "static"
WHITENOISE_USE_FINDERS = True
if not ENVIRONMENT.is_production:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
# Signed out when nothing was pressed for so long, and after so long in any case (see sojourn.parties.session_life).
SESSION_ENGINE = "sojourn.parties.session_life"
SOJOURN_IDLE_SECONDS = 15 * 60
SOJOURN_LONGEST_SESSION_SECONDS = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sojourn.web.kept_text.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send "Origin: null" with forms, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENVIRONMENT.is_production:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Shared by all processes: the limits on guessing passwords and codes must hold for them together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sojourn_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # In memory, for each process by itself: limits that protect the processor (sojourn.api.limits).
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "sojourn_process",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
