"""Files are shown to a scanner that talks clamd's protocol, over a real socket."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sojourn.files.scanning import FileNotTaken, Scanner, Verdict, require_harmless

# EICAR's test text, in two parts so that no scanner stops over this file.
HARM = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 1024 * 1024


class _Clamd(socketserver.StreamRequestHandler):
    """What clamd(8) says of INSTREAM: pieces with their lengths, then one of length zero; then one answer."""

    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
            if len(data) > LARGEST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = b"stream: Eicar-Test-Signature FOUND\0" if HARM in data else b"stream: OK\0"
        self.wfile.write(found)


@contextmanager
def a_scanner(path: Path | None = None) -> Iterator[str]:
    """One at work, by its address."""
    kind = socketserver.ThreadingTCPServer if path is None else socketserver.ThreadingUnixStreamServer
    with kind(("127.0.0.1", 0) if path is None else str(path), _Clamd) as server:  # type: ignore[arg-type]
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"unix:{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def test_harm_is_found_and_what_cannot_be_scanned_is_not_taken(tmp_path: Path) -> None:
    for path in (None, tmp_path / "clamd.ctl"):
        with a_scanner(path) as address:
            require_harmless(b"%PDF-1.7 harmless" * 20_000, address)
            for data, verdict in (
                (b"%PDF-1.7 " + HARM, Verdict.HARMFUL),
                (b"x" * (LARGEST + 1), Verdict.NOT_SCANNED),
            ):
                with pytest.raises(FileNotTaken) as refused:
                    require_harmless(data, address)
                assert refused.value.verdict is verdict
    with pytest.raises(FileNotTaken) as away:
        require_harmless(b"%PDF-1.7", f"tcp://127.0.0.1:{_free_port()}")
    assert away.value.verdict is Verdict.NOT_SCANNED
    require_harmless(HARM, "")


def test_addresses_of_a_scanner() -> None:
    assert Scanner.read("unix:/run/clamav/clamd.ctl") == Scanner(path="/run/clamav/clamd.ctl")
    assert Scanner.read("tcp://[::1]:3310") == Scanner(host="::1", port=3310)
    for wrong in (
        "clamd",
        "tcp://scanner",
        "tcp://scanner:0",
        "tcp://:3310",
        "http://scanner:3310",
        "unix:clamd",
    ):
        with pytest.raises(ValueError, match="a scanner is at"):
            Scanner.read(wrong)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
