"""Auditing from files alone, without database, settings or network: what is so, and what was not checked."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.events import withdraw_certificate
from sojourn.certificates.keyring import publication
from sojourn.certificates.status_list.access import published, reference_of
from sojourn.certificates.status_list.events import tend_lists
from sojourn.certificates.transparency.events import tend_log
from sojourn.core import clock
from tests.certificates.builders import OFFICER, a_certificate, paper
from tests.house.checkout import ROOT
from tests.web.verify_pages.codes import code_of, credential_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> IssuedCertificate:
    return a_certificate(period_start="2026-11-01", period_end="2096-10-31", period_limit=None)


@pytest.fixture
def folder(tmp_path: Path, certificate: IssuedCertificate) -> Path:
    """What an auditor takes along."""
    tend_lists()
    (tmp_path / "keys.json").write_bytes(publication.key_list())
    (tmp_path / "paper.pdf").write_bytes(paper(certificate))
    (tmp_path / "code.txt").write_text(code_of(certificate) + "\n")
    take_status(tmp_path, certificate)
    return tmp_path


def take_status(folder: Path, certificate: IssuedCertificate) -> None:
    reference = reference_of(certificate.number)
    assert reference is not None
    found = published(reference.uri.rpartition("/")[2])
    assert found is not None
    (folder / "status.jwt").write_text(found.jwt)


def take_log(folder: Path, certificate: IssuedCertificate) -> None:
    tend_log()
    body = {"number": certificate.number, "secret": certificate.secret}
    answer = Client().post("/log/entries", json.dumps(body), content_type="application/json")
    (folder / "log.json").write_bytes(answer.content)


def run(folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The command in a process that knows of no database, no settings and no secret."""
    bare = {key: value for key, value in os.environ.items() if key in {"PATH", "LANG"}}
    command = [
        sys.executable,
        "-m",
        "sojourn.config.cli",
        "verify",
        *arguments,
        "--keys",
        "keys.json",
        "--json",
    ]
    done = subprocess.run(
        command,
        cwd=folder,
        env=bare | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr[-2000:]
    return done.returncode, json.loads(done.stdout)


def test_a_paper_is_checked_byte_for_byte_and_against_the_log(
    folder: Path, certificate: IssuedCertificate
) -> None:
    take_log(folder, certificate)
    status, found = run(folder, "paper.pdf", "--log", "log.json")
    assert (status, found["conclusion"]) == (5, "status_unknown")
    assert all(each["passed"] for each in found["checked"])
    assert found["facts"]["person"] == "Sarah Anne Miller"
    assert any("--status" in each for each in found["not_checked"])

    changed = bytearray((folder / "paper.pdf").read_bytes())
    changed[len(changed) // 3] ^= 1
    (folder / "changed.pdf").write_bytes(bytes(changed))
    assert run(folder, "changed.pdf")[0] == 3

    other = a_certificate()
    take_log(folder, other)
    status, found = run(folder, "paper.pdf", "--log", "log.json")
    assert (status, found["why"]) == (4, "the log's proof is of another document")


def test_a_code_stands_as_long_as_the_status_list_says_so(
    folder: Path, certificate: IssuedCertificate
) -> None:
    assert run(folder, "code.txt")[0] == 5
    status, found = run(folder, "code.txt", "--status", "status.jwt")
    assert (status, found["conclusion"]) == (0, "in_force")
    withdraw_certificate(
        number=certificate.number, actor=OFFICER, reason_code="fraud", effective_on=clock.today()
    )
    tend_lists()
    take_status(folder, certificate)
    status, found = run(folder, "code.txt", "--status", "status.jwt")
    assert (status, found["why"]) == (1, "it was withdrawn or replaced")

    (folder / "nobody.json").write_text(
        json.dumps({"version": 1, "service": "https://example.org", "log": "", "institutions": []})
    )
    (folder / "keys.json").write_bytes((folder / "nobody.json").read_bytes())
    assert run(folder, "code.txt")[0] == 4
    assert run(folder, "paper.pdf")[0] == 3


def test_a_credential_is_checked_and_read(folder: Path, certificate: IssuedCertificate) -> None:
    (folder / "credential.txt").write_text(credential_of(certificate))
    status, found = run(folder, "credential.txt", "--status", "status.jwt")
    assert (status, found["conclusion"]) == (0, "in_force")
    token, _, rest = (folder / "credential.txt").read_text().partition("~")
    (folder / "credential.txt").write_text(token[:-8] + "AAAAAAAA" + "~" + rest)
    assert run(folder, "credential.txt")[0] == 3


def test_what_is_nothing_is_said_to_be_nothing(folder: Path) -> None:
    (folder / "letter.txt").write_text("Dear Sir")
    assert run(folder, "letter.txt")[0] == 4
