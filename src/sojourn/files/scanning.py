"""A virus scanner asked about each file that somebody sends: clamd, by the protocol INSTREAM of its manual.

Its address is a setting. Without one nothing is scanned; with one, what could not be scanned is not taken.
"""

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

import structlog
from django.core.exceptions import BadRequest

ANSWER_WITHIN: Final = 30.0
"""Seconds for the connection, for each piece sent and for the answer."""
_PIECE: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096
_log = structlog.stdlib.get_logger(__name__)


class Verdict(StrEnum):
    """What the scanner found, or that it could not say."""

    CLEAN = "clean"
    HARMFUL = "harmful"
    NOT_SCANNED = "not_scanned"


class FileNotTaken(BadRequest):
    """The file is not taken, and nothing of it is kept. `verdict` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.value)
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where clamd listens: a path (unix), else a host and port."""

    path: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def read(cls, address: str) -> Self | None:
        """The scanner at `unix:/path` or `tcp://host:port`; None for an empty address. Raises ValueError for others."""
        if not address:
            return None
        if address.startswith("unix:/"):
            return cls(path=address.removeprefix("unix:"))
        host, _, port = address.removeprefix("tcp://").rpartition(":")
        if not address.startswith("tcp://") or not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError("a scanner is at unix:/path or tcp://host:port")
        return cls(host=host.strip("[]"), port=int(port))

    def scan(self, data: bytes) -> Verdict:
        """What the scanner says of these bytes. Never raises for a scanner that is away, slow or talks otherwise."""
        try:
            with self._connected() as line:
                answer = _asked(line, data)
        except OSError as error:
            _log.error("virus_scanner_away", fault=type(error).__name__)
            return Verdict.NOT_SCANNED
        return _read(answer)

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=ANSWER_WITHIN)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(ANSWER_WITHIN)
            line.connect(self.path)
        except OSError:
            line.close()
            raise
        return line


def _asked(line: socket.socket, data: bytes) -> bytes:
    """The answer: pieces with their lengths in network order, ended by one of length zero (clamd(8), INSTREAM)."""
    line.sendall(b"zINSTREAM\0")
    try:
        for at in range(0, len(data), _PIECE):
            piece = data[at : at + _PIECE]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It answers and hangs up early where the stream is longer than it takes.
        pass
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer


def _read(answer: bytes) -> Verdict:
    """`stream: OK`, `stream: {name} FOUND`; anything else, a limit reached among it, is no verdict."""
    said = answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
    if said == "stream: OK":
        return Verdict.CLEAN
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        _log.warning("virus_found", signature=said.removeprefix("stream: ").removesuffix(" FOUND")[:100])
        return Verdict.HARMFUL
    _log.error("virus_scanner_refused", said=said[:100])
    return Verdict.NOT_SCANNED


def require_harmless(data: bytes, address: str) -> None:
    """Raises FileNotTaken where the scanner at that address finds harm, or cannot say."""
    scanner = Scanner.read(address)
    if scanner is None or not data:
        return
    verdict = scanner.scan(data)
    if verdict is not Verdict.CLEAN:
        raise FileNotTaken(verdict)
