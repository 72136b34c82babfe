"""Configuração, toda do ambiente (docs/settings.md e .env.example dizem cada variável)."""

import hashlib
import os
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from multichat import env, storage_url
from multichat.logs import LOGGING  # noqa: F401  (lido pelo Django)
from multichat.private_files import private_database, private_folder
from multichat.terminal import _

env.load_dotenv()
BASE_DIR = env.ROOT
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data"))).resolve()
HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8000, 1, 65535)
PUBLIC_URL = env.url("PUBLIC_URL", f"http://{HOST}:{PORT}")
IS_HTTPS = PUBLIC_URL.startswith("https://")
DEBUG = env.boolean("DJANGO_DEBUG", False)


def _kept_secret() -> str:
    """Chave do ambiente, ou a que se fez uma vez e ficou em DATA_DIR (modo 0600)."""
    if value := env.text("SECRET_KEY"):
        return value
    path = DATA_DIR / "secret_key"
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        value = secrets.token_urlsafe(48)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(value)
        return value
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> env.BadSetting:
    return env.BadSetting(_("DATA_DIR={path}: não consigo escrever ali ({error}).").format(path=DATA_DIR, error=error))


try:
    private_folder(DATA_DIR)
except OSError as error:
    raise _unwritable(error) from error
SECRET_KEY = _kept_secret()
SECRET_KEY_OLD = env.text("SECRET_KEY_OLD")
ALLOWED_HOSTS = sorted(
    {HOST, "localhost", "127.0.0.1", urlsplit(PUBLIC_URL).hostname or "", *env.items("ALLOWED_HOSTS")}
)
if HOST in {"0.0.0.0", "::"}:  # noqa: S104  (quem escuta em tudo nomeia os seus nomes em ALLOWED_HOSTS)
    ALLOWED_HOSTS.remove(HOST)

INSTALLED_APPS = [
    "multichat",
    "core",
    "webhook",
    "api",
    "authentication",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "multichat.headers.HeadersMiddleware",
    "multichat.spa.StaticFiles",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "api.middleware.LanguageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "api.middleware.ApiMiddleware",
]
ROOT_URLCONF = "multichat.urls"
WSGI_APPLICATION = "multichat.wsgi.application"
APPEND_SLASH = False  # um POST redirecionado é um evento perdido
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "authentication.User"
TEMPLATES: list[dict[str, Any]] = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]


def _database() -> dict[str, Any]:
    value = env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'multichat.sqlite3'}")
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(value))
    except ValueError as error:
        config = {"ENGINE": "", "NAME": ""}
        reason = f" ({error})" if "@" not in str(error) else ""
    else:
        reason = ""
    engine = config["ENGINE"].rpartition(".")[2]
    if engine not in {"sqlite3", "mysql"} or not config["NAME"]:
        expected = _(
            "DATABASE_URL: espero sqlite:////pasta/arquivo.sqlite3 ou mysql://usuario:senha@servidor:3306/banco"
        )
        raise env.BadSetting(expected + reason)
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    if engine == "sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # synchronous não fica gravado no arquivo: vai por conexão; FULL para que o 200 sobreviva à queda de luz.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;"
            " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
        }
        # Num arquivo, não na memória: só assim duas threads de um teste veem o mesmo banco como em produção.
        config["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"multichat-test-{os.getpid()}.sqlite3")}
    else:
        config["PASSWORD"] = env.text("DATABASE_PASSWORD") or config["PASSWORD"]  # à parte pode ter qualquer letra
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "charset": "utf8mb4",
            "isolation_level": "read committed",
            "init_command": "SET sql_mode='STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'",
            "connect_timeout": 3,
            "read_timeout": 60,
            "write_timeout": 60,
        }
        config["TEST"] = {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"}
    return config


DATABASES = {"default": _database()}
DATABASE_ROUTERS = ["webhook.rebuild.scratch.Router"]
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    private_database(Path(DATABASES["default"]["NAME"]))

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", "Português"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # as horas da API são UTC
COUNTRY = env.country("COUNTRY", "BR")  # de onde são os telefones escritos sem DDI
LOCAL_TIME_ZONE = env.time_zone(
    "LOCAL_TIME_ZONE", "America/Sao_Paulo"
)  # onde começa o dia do teto de envios, e a noite

STATIC_URL = "/static/"
SPA_DIR = BASE_DIR / "frontend" / "dist"
WHITENOISE_USE_FINDERS = True  # os poucos arquivos do Swagger saem direto do pacote; nada a coletar
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ROOT = SPA_DIR if SPA_DIR.exists() else None
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- segurança -------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"  # o segredo do webhook anda no caminho
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
X_FRAME_OPTIONS = "DENY"
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
NUM_PROXIES = env.integer("NUM_PROXIES", 1 if IS_HTTPS else 0, 0, 9)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
CORS_ALLOWED_ORIGINS = env.items("CORS_ALLOWED_ORIGINS")
CORS_URLS_REGEX = r"^/api/.*$"
CORS_ALLOW_HEADERS = ["accept", "authorization", "content-type", "idempotency-key", "last-event-id"]
CORS_EXPOSE_HEADERS = ["Retry-After"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- API -------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["authentication.tokens.AccessAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.Schema",
    "DEFAULT_PAGINATION_CLASS": "api.pagination.KeysetPagination",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttles.UserThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": f"{env.integer('API_RATE_PER_MINUTE', 6000, 60)}/min"},
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "NUM_PROXIES": NUM_PROXIES,
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # só há JSON; `?format=` seria um parâmetro que o esquema não diz
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS não descreve nada: quem descreve é o esquema
}
ACCESS_LIFETIME = timedelta(minutes=15)
SIMPLE_JWT: dict[str, Any] = {
    "ACCESS_TOKEN_LIFETIME": ACCESS_LIFETIME,
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "SIGNING_KEY": hashlib.sha256(b"jwt:" + SECRET_KEY.encode()).hexdigest(),
    "USER_ID_CLAIM": "user",
    "CHECK_REVOKE_TOKEN": True,
    "UPDATE_LAST_LOGIN": False,
}
SCHEMA_OPEN = env.boolean("SCHEMA_OPEN", True)
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "MultiChat",
    "DESCRIPTION": "Mesa de operações de WhatsApp sobre o gateway W-APi.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",  # nulo é um tipo como os outros: em 3.0 um `nullable` ao lado de um `allOf` não diz nada
    "SERVERS": [{"url": "/", "description": "O endereço de onde se leu este esquema."}],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SCHEMA_PATH_PREFIX": "/api",
    "SORT_OPERATIONS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.tidy",
        "api.examples.illustrate",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ColumnRole": "core.contacts.csv_reading.ROLES",
        "Role": "core.models.tenancy.Role",
        "InstanceStatus": "core.models.InstanceStatus",
        "StatusReason": "core.models.StatusReason",
        "TransitionCause": "core.models.TransitionCause",
        "Plan": "core.models.Plan",
        "ReconcileCause": "core.models.ReconcileCause",
        "ReconcileState": "core.models.ReconcileState",
        "DowntimeCause": "api.serializers.instances.repair.DOWNTIME_CAUSES",
        "SettingName": "core.models.gateway_setting.FLAGS",
        "ConnectState": "core.models.ConnectState",
        "EventState": "core.models.EventState",
        "EventKind": "api.schema.EVENT_KINDS",
        "ReplayState": "core.models.ReplayState",
        "MediaStatus": "core.models.MediaStatus",
        "AlertKind": "core.models.AlertKind",
        "ChosenAlertKind": "core.alerts.rules.CHOSEN",
        "BackupKind": "core.models.BackupKind",
        "BackupState": "core.models.BackupState",
        "AlertState": "core.models.AlertState",
        "AlertChannelKind": "core.models.AlertChannelKind",
        "Direction": "core.models.Direction",
        "PresenceStateEnum": "api.schema.PRESENCES",
        "LinkSource": "core.models.LinkSource",
        "AddressKind": "api.serializers.contacts.ADDRESS_KINDS",
        "AliasKind": "api.serializers.contacts.ALIAS_KINDS",
        "ChatKind": "api.schema.CHAT_KINDS",
        "Origin": "api.schema.ORIGINS",
        "MessageType": "api.schema.MESSAGE_TYPES",
        "MessageStatus": "api.schema.MESSAGE_STATUSES",
        "SendType": "api.serializers.mensagens.sending.SEND_TYPES",
        "StepName": "api.serializers.mensagens.detail.STEPS",
        "WebhookKind": "api.schema.WEBHOOK_KINDS",
        "WebhookState": "api.serializers.instances.actions.WEBHOOK_STATES",
        "Language": "authentication.serializers.LANGUAGES",
        "Theme": "authentication.serializers.THEMES",
        "TestStepName": "webhook.status.STEPS",
    },
}
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_HANDLER_CLASS": "api.errors.Handler"}

# --- webhook, gateway, mídia, trabalho de fundo -----------------------------------------------------------
WEBHOOK_OPEN = env.boolean("WEBHOOK_OPEN", True)
WEBHOOK_MAX_BYTES = env.integer("WEBHOOK_MAX_BYTES", 2 * 2**20, 1024, 64 * 2**20)
WAPI_BASE_URL = env.url("WAPI_BASE_URL", "https://api.w-api.app/v1")
WAPI_TIMEOUT_S = env.integer("WAPI_TIMEOUT_S", 20, 1, 120)
WAPI_ACCOUNT_FAMILY = env.text("WAPI_ACCOUNT_FAMILY").lower()
WAPI_ACCOUNT_KEY = env.text("WAPI_ACCOUNT_KEY")
if WAPI_ACCOUNT_FAMILY not in {"", "integrator", "client"}:
    words = _("WAPI_ACCOUNT_FAMILY={value}: use integrator, client, ou deixe vazia.")
    raise env.BadSetting(words.format(value=WAPI_ACCOUNT_FAMILY))
if WAPI_ACCOUNT_FAMILY and not WAPI_ACCOUNT_KEY:
    raise env.BadSetting(_("WAPI_ACCOUNT_KEY: falta a chave da conta; sem ela, deixe WAPI_ACCOUNT_FAMILY vazia."))
SEND_INTERVAL_MS = env.integer("SEND_INTERVAL_MS", 300, 0, 600_000)
SEND_DAILY_CAP = env.integer("SEND_DAILY_CAP", 0, 0, 1_000_000)
MEDIA_EXTRA_HOSTS = env.items("MEDIA_EXTRA_HOSTS")
MEDIA_MAX_BYTES = env.integer("MEDIA_MAX_BYTES", 100 * 2**20, 1024)
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, Any] = {
    "media": storage_url.backend(env.text("MEDIA_STORAGE_URL")),
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_RETENTION_DAYS = env.integer("MEDIA_RETENTION_DAYS", 365, 0, 36_500)
FILES_BY = env.one_of("FILES_BY", "auto", ("auto", "link", "base64"))
EVENT_RETENTION_DAYS = env.integer("EVENT_RETENTION_DAYS", 90, 1)
WEB_THREADS = env.integer("WEB_THREADS", 128, 8, 2048)
WEB_PROCESSES = env.integer("WEB_PROCESSES", 1 if IS_SQLITE else (os.cpu_count() or 1), 1, 64)
STREAMS_PER_PROCESS = env.integer("STREAMS_PER_PROCESS", max(WEB_THREADS // 2, 4), 1, 2048)
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.integer("EMAIL_PORT", 587, 1, 65_535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", not EMAIL_USE_SSL) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "multichat@localhost")
BACKUP_DIR = env.text("BACKUP_DIR")
if BACKUP_DIR.startswith("s3://"):
    storage_url.backend(BACKUP_DIR, "BACKUP_DIR")
elif BACKUP_DIR:
    BACKUP_DIR = str(Path(BACKUP_DIR).resolve())
BACKUP_AT = env.clock("BACKUP_AT", "03:40")
BACKUP_KEEP = env.integer("BACKUP_KEEP", 14, 1, 3650)
BACKUP_PASSPHRASE = env.text("BACKUP_PASSPHRASE")
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL")
SENTRY_DSN = env.text("SENTRY_DSN")
