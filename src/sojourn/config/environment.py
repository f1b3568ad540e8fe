"""What the surroundings tell the service. Production refuses to start when something unsafe is left out."""

import ipaddress
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_SHORTEST_SECRET = 50
_FEWEST_PLACES = 1 << 10
_MOST_PLACES = 1 << 24


@dataclass(frozen=True, slots=True)
class Environment:
    """`mode`: production, demo or test. `home`: where keys, the embedded database and secrets rest."""

    mode: str
    home: Path
    secret_key: str
    allowed_hosts: list[str]
    base_url: str
    database_url: str
    email_url: str
    keyring: str
    master_key: str
    seal_keys: str
    seal_passphrase: str
    credential_keys: str
    credential_passphrase: str
    without_credential_key: str
    pkcs11_module: str
    pkcs11_token: str
    pkcs11_pin: str
    timestamp_url: str
    without_timestamp: str
    log_key: str
    status_list_size: int
    credential_profiles: str
    backup_recipients: str
    pg_bin: str
    proxies: int
    worker_link_days: int
    worker_reminder_after_days: int
    worker_reminder_before_days: int
    status_stale_hours: int
    webhook_networks: str
    virus_scanner: str

    @property
    def is_production(self) -> bool:
        return self.mode == "production"


def _kept_secret(path: Path) -> str:
    """A secret made once and kept beside the data: for demo and test only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
    return path.read_text()


def _number(name: str, text: str) -> int:
    """`text` as a whole number. Raises ImproperlyConfigured, naming the variable, when it is none."""
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _days(name: str, otherwise: int) -> int:
    """A number of days, one at least."""
    days = _number(name, os.environ.get(name, str(otherwise)))
    if not days:
        raise ImproperlyConfigured(f"{name} must be 1 or more.")
    return days


def _places(name: str, otherwise: int) -> int:
    """How many places a list has: few would tell which certificate has which, many would make it heavy."""
    places = _number(name, os.environ.get(name, str(otherwise)))
    if not _FEWEST_PLACES <= places <= _MOST_PLACES or places % 4:
        raise ImproperlyConfigured(
            f"{name} must be a multiple of 4 from {_FEWEST_PLACES} to {_MOST_PLACES}, not {places}."
        )
    return places


def _networks(name: str, text: str) -> str:
    """Networks with commas between. Raises ImproperlyConfigured, naming the variable, for what is none."""
    for each in text.split(",") if text else ():
        try:
            ipaddress.ip_network(each.strip())
        except ValueError:
            raise ImproperlyConfigured(f"{name} must name networks like 10.1.0.0/16, not {each!r}.") from None
    return text


def _scanner(name: str) -> str:
    """Where clamd listens, "" for nowhere. Raises ImproperlyConfigured, naming the variable, for no such address."""
    text = os.environ.get(name, "")
    if text and not re.fullmatch(r"unix:/.+|tcp://[^/]+:[1-9][0-9]{0,4}", text):
        raise ImproperlyConfigured(f"{name} must be unix:/path or tcp://host:port, not {text!r}.")
    return text


def _choice(name: str, words: tuple[str, ...]) -> str:
    """One of `words`; the first when left out."""
    chosen = os.environ.get(name, words[0])
    if chosen not in words:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(words)}, not {chosen!r}.")
    return chosen


def _about_keys() -> dict[str, str]:
    """Where keys rest, what to do where there is none, what credentials look like, and whom webhooks may reach."""
    return {
        "keyring": os.environ.get("SOJOURN_KEYRING", ""),
        "master_key": os.environ.get("SOJOURN_MASTER_KEY", ""),
        "seal_keys": os.environ.get("SOJOURN_SEAL_KEYS", ""),
        "seal_passphrase": os.environ.get("SOJOURN_SEAL_PASSPHRASE", ""),
        "credential_keys": os.environ.get("SOJOURN_CREDENTIAL_KEYS", ""),
        "credential_passphrase": os.environ.get("SOJOURN_CREDENTIAL_PASSPHRASE", ""),
        "without_credential_key": _choice("SOJOURN_WITHOUT_CREDENTIAL_KEY", ("wait", "issue")),
        "pkcs11_module": os.environ.get("SOJOURN_PKCS11_MODULE", ""),
        "pkcs11_token": os.environ.get("SOJOURN_PKCS11_TOKEN", ""),
        "pkcs11_pin": os.environ.get("SOJOURN_PKCS11_PIN", ""),
        "timestamp_url": os.environ.get("SOJOURN_TIMESTAMP_URL", ""),
        "without_timestamp": _choice("SOJOURN_WITHOUT_TIMESTAMP", ("wait", "issue")),
        "log_key": os.environ.get("SOJOURN_LOG_KEY", ""),
        "credential_profiles": os.environ.get("SOJOURN_CREDENTIAL_PROFILES", ""),
        "webhook_networks": _networks(
            "SOJOURN_WEBHOOK_NETWORKS", os.environ.get("SOJOURN_WEBHOOK_NETWORKS", "")
        ),
    }


def read_environment() -> Environment:
    """Read the environment variables SOJOURN_MODE, SOJOURN_HOME, SOJOURN_SECRET_KEY, SOJOURN_HOSTS,
    SOJOURN_BASE_URL, SOJOURN_PROXIES, SOJOURN_EMAIL_URL, SOJOURN_KEYRING, SOJOURN_MASTER_KEY and DATABASE_URL.

    Raises ImproperlyConfigured in production when a secret, the hosts or the address are missing or unsafe.
    """
    mode = os.environ.get("SOJOURN_MODE", "production")
    if mode not in {"production", "demo", "test"}:
        raise ImproperlyConfigured(f"SOJOURN_MODE must be production, demo or test, not {mode!r}.")
    home = Path(os.environ.get("SOJOURN_HOME", "var")).resolve()
    secret_key = os.environ.get("SOJOURN_SECRET_KEY", "")
    hosts = [host for host in os.environ.get("SOJOURN_HOSTS", "").split(",") if host]
    base_url = os.environ.get("SOJOURN_BASE_URL", "")
    if mode == "production":
        missing = [
            name
            for name, value in [
                ("SOJOURN_SECRET_KEY", secret_key),
                ("SOJOURN_HOSTS", hosts),
                ("SOJOURN_BASE_URL", base_url),
            ]
            if not value
        ]
        if missing:
            raise ImproperlyConfigured(
                "Sojourn does not start unsafe. Set "
                + ", ".join(missing)
                + ", or SOJOURN_MODE=demo to try it out."
            )
        if not base_url.startswith("https://"):
            raise ImproperlyConfigured("SOJOURN_BASE_URL must begin with https:// in production.")
        if len(secret_key) < _SHORTEST_SECRET:
            raise ImproperlyConfigured(
                f"SOJOURN_SECRET_KEY must have {_SHORTEST_SECRET} random characters or more."
            )
        if any("*" in host for host in hosts):
            raise ImproperlyConfigured("SOJOURN_HOSTS must name each host: * would let anybody forge links.")
    else:
        secret_key = secret_key or _kept_secret(home / "secret_key")
        hosts = hosts or ["localhost", "127.0.0.1", "[::1]", "testserver"]
        base_url = base_url or "http://localhost:8000"
    return Environment(
        mode=mode,
        home=home,
        secret_key=secret_key,
        allowed_hosts=hosts,
        base_url=base_url.rstrip("/"),
        database_url=os.environ.get("DATABASE_URL", ""),
        email_url=os.environ.get("SOJOURN_EMAIL_URL", ""),
        **_about_keys(),
        status_list_size=_places("SOJOURN_STATUS_LIST_SIZE", 1 << 20),
        backup_recipients=os.environ.get("SOJOURN_BACKUP_RECIPIENTS", ""),
        pg_bin=os.environ.get("SOJOURN_PG_BIN", ""),
        proxies=_number("SOJOURN_PROXIES", os.environ.get("SOJOURN_PROXIES", "0")),
        worker_link_days=_days("SOJOURN_WORKER_LINK_DAYS", 14),
        worker_reminder_after_days=_days("SOJOURN_WORKER_REMINDER_AFTER_DAYS", 3),
        worker_reminder_before_days=_days("SOJOURN_WORKER_REMINDER_BEFORE_DAYS", 2),
        status_stale_hours=_days("SOJOURN_STATUS_STALE_HOURS", 24),
        virus_scanner=_scanner("SOJOURN_VIRUS_SCANNER"),
    )
