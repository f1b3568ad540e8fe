"""Sending to an address that a customer chose, without being led into networks that are not for everybody.

The name is resolved once; every address that it has is judged; the connection goes to a judged address and to no
other, so that a name that changes its mind in between (DNS rebinding) leads nowhere. The certificate is checked
against the name. Redirects are not followed. An answer is not kept: its status is all that matters, and a slow one
is cut off.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS: Final = 8.0
"""A whole try may take so long."""
PORTS: Final = frozenset({443, 8443})
LONGEST: Final = 500
_OF_THIS_NETWORK: Final = frozenset({"localhost", "local", "internal"})
# Addresses of IPv6 that carry one of IPv4, which may be anywhere.
_CARRIERS: Final = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Answer:
    """The status that came back, or why none did. `wait`: seconds after which the receiver wants the next try."""

    status: int | None = None
    fault: str = ""
    wait: int | None = None

    @property
    def taken(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the receiver wants nothing any more."""
        return self.status == 410


class Unreachable(Exception):
    """An address to which nothing may be sent. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def require_form(address: str) -> None:
    """Raises Unreachable for what is no address that could ever be sent to; asks nobody."""
    parts = _parts(address)
    try:
        literal = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        of_this_network = (parts.hostname or "").rstrip(".").rpartition(".")[2] in _OF_THIS_NETWORK
        if of_this_network and not allowed_networks():
            raise Unreachable("address_not_public") from None
        return
    _require_open(parts, [literal])


def send(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST `body` there. Never raises for anything that the other side does."""
    try:
        parts = _parts(address)
        found = _resolved(parts)
        _require_open(parts, found)
        return _posted(parts, found[0], body, headers)
    except Unreachable as refused:
        return Answer(fault=refused.code)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(fault=_fault_of(error))


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Unreachable("address_form") from None
    printable = all("!" <= each <= "~" for each in address) and len(address) <= LONGEST
    if not printable or not parts.hostname or parts.username is not None or parts.password is not None:
        raise Unreachable("address_form")
    if parts.scheme != "https" and not (parts.scheme == "http" and allowed_networks()):
        raise Unreachable("address_not_https")
    if port is not None and port not in PORTS and not allowed_networks():
        raise Unreachable("address_port")
    return parts


def _resolved(parts: SplitResult) -> list[Address]:
    try:
        rows = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("name_unknown") from None
    # What stands behind % is a zone of this machine, which no address outside has.
    return [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]


def _require_open(parts: SplitResult, found: list[Address]) -> None:
    """Raises Unreachable unless all are public, or all lie in a network that whoever runs the service has allowed."""
    allowed = allowed_networks()
    if found and all(any(each in network for network in allowed) for each in found):
        return
    if not found or not all(is_public(each) for each in found):
        raise Unreachable("address_not_public")
    if parts.scheme != "https":
        raise Unreachable("address_not_https")
    if _port(parts) not in PORTS:
        raise Unreachable("address_port")


def is_public(address: Address) -> bool:
    """Whether everybody may reach it from anywhere: not this machine, not a network behind it, not a group."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _CARRIERS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def allowed_networks() -> tuple[Network, ...]:
    """Networks that are not public and may be sent to all the same: SOJOURN_WEBHOOK_NETWORKS."""
    return _networks(settings.SOJOURN_WEBHOOK_NETWORKS)


@cache
def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name would resolve to now."""

    def __init__(self, parts: SplitResult, address: Address) -> None:
        super().__init__(parts.hostname or "", _port(parts), timeout=SECONDS)
        self._address, self._tls = str(address), parts.scheme == "https"

    def connect(self) -> None:
        """As the library does, to the address that was judged."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            self.sock = _context().wrap_socket(self.sock, server_hostname=self.host)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _posted(parts: SplitResult, address: Address, body: bytes, headers: Mapping[str, str]) -> Answer:
    connection = _Pinned(parts, address)
    # A receiver that sends a letter every few seconds would keep the line open for ever.
    cut = threading.Timer(SECONDS, _cut_off, (connection,))
    cut.daemon = True
    cut.start()
    try:
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, dict(headers))
        response = connection.getresponse()
        wait = response.getheader("Retry-After", "")
        return Answer(status=response.status, wait=int(wait) if wait.isdecimal() and len(wait) < 7 else None)
    finally:
        cut.cancel()
        connection.close()


def _cut_off(connection: http.client.HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _fault_of(error: Exception) -> str:
    match error:
        case TimeoutError():
            return "timed_out"
        case ssl.SSLError():
            return "not_secure"
        case ConnectionRefusedError():
            return "refused"
        case OSError():
            return "no_connection"
        case _:
            return "no_answer"
