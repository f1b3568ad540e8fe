"""Offline codes of certificates that were really issued, and a camera that sees one."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import zxingcpp

from sojourn.certificates import access
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.credential.giving import give
from sojourn.certificates.credential.profiles import all_profiles
from sojourn.certificates.face import Issue
from sojourn.certificates.keyring import Purpose, signer_for
from sojourn.certificates.offline import make_code
from sojourn.certificates.status_list.access import reference_of
from tests.certificates.builders import a_certificate, an_issue

SIDE = 720
STARTED, ENDS = date(2026, 11, 1), date(2096, 10, 31)


def in_force() -> IssuedCertificate:
    """A certificate in force whenever the tests run."""
    return a_certificate(period_start=STARTED.isoformat(), period_end=ENDS.isoformat(), period_limit=None)


def code_of(certificate: IssuedCertificate) -> str:
    """The offline code of a certificate, as the institution signs it."""
    content = access.content(certificate.number)
    return make_code(content, issue_of(certificate), signer_for(content.issuer, Purpose.CREDENTIAL))


def credential_of(certificate: IssuedCertificate) -> str:
    """The certificate as a credential that is a file, with all that it can disclose."""
    profile = next(each for each in all_profiles() if each.id == "coverage")
    content = access.content(certificate.number)
    return give(certificate.id, content, issue_of(certificate), profile, None)[0]


def issue_of(certificate: IssuedCertificate) -> Issue:
    """What is known at the moment of issue, with the place of its status."""
    issue = an_issue(number=certificate.number, secret=certificate.secret)
    return replace(issue, status=reference_of(certificate.number))


def film(text: str, path: Path) -> Path:
    """A film of one picture, the square code of `text`, as the browser's fake camera plays it (YUV4MPEG2)."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    modules = np.array(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=True))
    scale = SIDE // modules.shape[0]
    drawn = np.kron(modules, np.ones((scale, scale), dtype=np.uint8))
    picture = np.full((SIDE, SIDE), 255, dtype=np.uint8)
    at = (SIDE - drawn.shape[0]) // 2
    picture[at : at + drawn.shape[0], at : at + drawn.shape[1]] = drawn
    frame = b"FRAME\n" + picture.tobytes() + bytes([128]) * (SIDE * SIDE // 2)
    path.write_bytes(f"YUV4MPEG2 W{SIDE} H{SIDE} F5:1 Ip A1:1 C420\n".encode() + 3 * frame)
    return path
