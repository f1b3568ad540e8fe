"""A real time-stamping authority: OpenSSL's, with keys of its own, behind a small web server."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

_CONFIGURATION: Final = """
[ req ]
distinguished_name = nobody
prompt = no
[ nobody ]
CN = {name}
[ root ]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[ stamper ]
basicConstraints = CA:false
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature
[ tsa ]
default_tsa = here
[ here ]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/stamper.pem
certs = {folder}/root.pem
signer_key = {folder}/stamper.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """`fault`: what goes wrong from now on: `away`, `nonsense`, `tampered`; nothing while it is empty."""

    folder: Path
    address: str = ""
    fault: str = ""

    @property
    def root(self) -> Path:
        """The certificate to trust."""
        return self.folder / "root.pem"

    def stamp(self, query: bytes) -> bytes:
        """The answer to a query, as OpenSSL gives it."""
        (self.folder / "query.tsq").write_bytes(query)
        _openssl(
            self.folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr"
        )
        return (self.folder / "reply.tsr").read_bytes()


@contextmanager
def time_stamping_authority(folder: Path, key: str = "ec") -> Iterator[Authority]:
    """Start one; `key`: ec or rsa."""
    (folder / "serial").write_text("01\n")
    for name in ("root", "stamper"):
        configuration = folder / f"{name}.cnf"
        configuration.write_text(_CONFIGURATION.format(folder=folder, name=f"Time {name}"))
        kind = (
            ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
            if key == "ec"
            else ["-newkey", "rsa:2048"]
        )
        ca = ["-CA", "root.pem", "-CAkey", "root.key"] if name == "stamper" else []
        common = ["-nodes", "-days", "30", "-config", configuration.name, "-extensions", name]
        _openssl(folder, "req", "-x509", *kind, *common, *ca, "-keyout", f"{name}.key", "-out", f"{name}.pem")
    (folder / "tsa.cnf").write_text((folder / "stamper.cnf").read_text())
    authority = Authority(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(authority))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    authority.address = f"http://127.0.0.1:{server.server_port}/"
    yield authority
    server.shutdown()
    server.server_close()
    thread.join()


def _handler(authority: Authority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if authority.fault == "away":
                self.send_error(503)
                return
            reply = authority.stamp(query)
            if authority.fault == "nonsense":
                reply = reply[:200]
            if authority.fault == "tampered":
                reply = reply[:-5] + bytes([reply[-5] ^ 1]) + reply[-4:]
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    return Handler


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)
