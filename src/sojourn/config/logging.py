"""Logs: one JSON object a line on standard error, with the request's id, and without particulars.

Three nets, because no single one holds: values under names that mean particulars or secrets are masked;
addresses of e-mail, personal numbers and query strings are masked wherever they stand; of an exception only
its type and place are written, since messages repeat values ("Key (email)=(…) already exists").
"""

import re
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from sojourn.core.errors import SojournError

MASK: Final = "[masked]"
_DEEPEST: Final = 4
_FRAMES: Final = 15
_OUR_FIELDS: Final = frozenset({"event", "level", "logger", "timestamp", "request_id", "route", "exception"})
# fmt: off
# Part of a name (given_names, sender_street) or the whole name (a reason_code is harmless, a code is not).
_SENSITIVE_PARTS: Final = frozenset(
    {
        "address", "answer", "answers", "authorization", "birth", "city", "cookie", "cookies", "ein",
        "email", "family", "given", "name", "names", "particulars", "passphrase", "password", "phone",
        "postcode", "recipient", "secret", "session", "sessionid", "ssn", "street", "token", "user",
        "username", "zip",
    }
)
_SENSITIVE_NAMES: Final = frozenset(
    {
        "body", "code", "content", "data", "form", "html", "key", "note", "number", "post",
        "subject", "text", "value", "values",
    }
)
# fmt: on
# Particulars by the names of the fact vocabulary.
_PARTICULAR: Final = re.compile(r"(worker|sender|receiver|requester)\.")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SCRUBBED: Final = (
    (re.compile(r"[^\s<>\"'(),;:=]+@[^\s<>\"'(),;:=]+"), MASK),
    (re.compile(r"\b\d{3}-\d{2}-\d{4}\b|\b\d{2}-\d{7}\b|\b\d{9,}\b"), MASK),
    (re.compile(r"(/[^\s?\"']*)\?[^\s\"']+"), rf"\1?{MASK}"),
)


def mask_names(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Mask every value whose name means particulars or a secret, at any depth."""
    for name, value in event.items():
        if name not in _OUR_FIELDS and not name.startswith("_"):
            event[name] = MASK if _is_sensitive(name) else _masked(value, _DEEPEST)
    return event


def scrub_texts(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Mask what looks like an e-mail address, a personal number or a query string in any text."""
    return {name: _scrubbed(value) for name, value in event.items()}


def say_route(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Write the route instead of the path: paths hold one-time keys and the secrets of certificates."""
    arguments = event.pop("positional_args", ())
    record = event.get("_record")
    request = getattr(record, "request", None)
    if request is not None:
        event["event"] = "response"
        event["status"] = getattr(record, "status_code", None)
        event["reason"] = _reason(arguments)
        event["route"] = route_of(request)
    return event


def _reason(arguments: Any) -> str | None:
    """Django's own phrase, such as "CSRF cookie not set."; not when it repeats an address that was sent."""
    first = arguments[0] if isinstance(arguments, tuple) and arguments else None
    return first if isinstance(first, str) and "://" not in first else None


def tell_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace exception information by types and places, without messages."""
    found = event.pop("exc_info", None)
    if found is True or not found:
        record = event.get("_record")
        found = getattr(record, "exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = _told(error)
    event.pop("stack_info", None)
    return event


def route_of(request: Any) -> str:
    """The pattern of the address that was asked for, e.g. "requests/<str:reference>"; never what was filled
    in.
    """
    match = getattr(request, "resolver_match", None)
    return match.route if match else ""


def logging_settings(mode: str) -> dict[str, Any]:
    """Django's LOGGING, and structlog set up to go the same way. Demo and test say only what is wrong."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    json_lines = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "pass_foreign_args": True,
        "processors": [
            say_route,
            tell_exception,
            mask_names,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            scrub_texts,
            structlog.processors.JSONRenderer(),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": json_lines},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "INFO" if mode == "production" else "WARNING"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # What was refused stands in our own line for the request; errors still come through.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": True},
            # Would write statements with their values.
            "django.db.backends": {"level": "WARNING"},
        },
    }


def _is_sensitive(name: str) -> bool:
    words = {word.lower() for word in _WORD.findall(name)}
    named = name.lower() in _SENSITIVE_NAMES or _PARTICULAR.match(name) is not None
    return named or not words.isdisjoint(_SENSITIVE_PARTS)


def _masked(value: Any, depth: int) -> Any:
    if isinstance(value, Mapping):
        if not depth:
            return MASK
        return {
            str(name): MASK if _is_sensitive(str(name)) else _masked(inner, depth - 1)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(inner, depth - 1) for inner in value] if depth else MASK
    if value is None or isinstance(value, str | int | float | bool):
        return value
    # Whatever it is, its repr may tell more than its writer thought.
    return f"<{type(value).__name__}>"


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, mask in _SCRUBBED:
            value = pattern.sub(mask, value)
        return value
    if isinstance(value, dict):
        return {name: _scrubbed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_scrubbed(inner) for inner in value]
    return value


def _told(error: BaseException) -> list[dict[str, Any]]:
    """The error and what caused it, outermost first."""
    told: list[dict[str, Any]] = []
    seen: BaseException | None = error
    while seen is not None and len(told) < _DEEPEST:
        # Our own errors carry codes and places only, by contract.
        code = str(seen) if isinstance(seen, SojournError) else None
        told.append(
            {
                "type": type(seen).__qualname__,
                **({"code": code} if code else {}),
                "at": _at(seen.__traceback__),
            }
        )
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return told


def _at(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(path: str) -> str:
    """The path from its package on: where the service is installed is nobody's business."""
    for root in ("/site-packages/", "/src/", "/lib/"):
        if root in path:
            return path.rsplit(root, 1)[1]
    return path.rsplit("/", 1)[-1]
