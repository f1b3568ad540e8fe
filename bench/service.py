"""The service over HTTP: cold start to the first page, and from "Send request" to the certificate in hand."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from http.cookiejar import CookieJar
from statistics import median
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from bench.report import Figure
from sojourn.config.demo.cases import example_files
from sojourn.config.demo.seed import CLERK, SignIns, applicant_of_example
from sojourn.requests.events import save_answers, start_request
from sojourn.requests.from_file import RequestFromFile

STARTS: Final = 5
SENT: Final = 20
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_HIDDEN: Final = re.compile(r'<input type="hidden" name="(key|acting)" value="([^"]*)"')
_PATIENCE: Final = 60.0


def measure(known: SignIns) -> list[Figure]:
    """Needs Django set up on a demonstration that is seeded. The server runs in a process of its own."""
    starts = [_cold_start() for _ in range(STARTS)]
    drafts = [_draft(number) for number in range(SENT + 1)]
    with running() as (address, _):
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        _sign_in(browser, address, known)
        taken = [_send(browser, address, draft) for draft in drafts][1:]
    return [
        Figure("cold start to the first page", median(starts), goal=3.0),
        Figure("Send request to certificate in hand, a clear case", median(taken), goal=0.5),
    ]


def _cold_start() -> float:
    begun = time.perf_counter()
    with running() as (_, answered):
        return answered - begun


@contextmanager
def running(processes: int = 1) -> Iterator[tuple[str, float]]:
    """Start the server; yield its address and the moment when it first answered with a page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    command = [
        sys.executable,
        "-m",
        "sojourn.config.cli",
        "serve",
        f"--port={port}",
        f"--processes={processes}",
    ]
    server = subprocess.Popen(
        command, env={**os.environ, "SOJOURN_BASE_URL": address}, stderr=subprocess.DEVNULL
    )
    try:
        yield address, _first_answer(address)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _first_answer(address: str) -> float:
    opener = build_opener()
    give_up = time.perf_counter() + _PATIENCE
    while time.perf_counter() < give_up:
        try:
            with opener.open(f"{address}/", timeout=_PATIENCE) as page:
                page.read()
            return time.perf_counter()
        except (URLError, ConnectionError):
            time.sleep(0.01)
    raise SystemExit("The server did not answer.")


def _draft(number: int) -> str:
    """A draft of the first example, ready to be sent, of another worker and with other days each time."""
    example = json.loads(example_files()[0].read_text(encoding="utf-8"))
    data = deepcopy(example["request"])
    data["particulars"] |= {
        "worker.ssn": f"808-21-{1000 + number}",
        "worker.family_name": f"Okafor{_letters(number)}",
    }
    data["situation"]["activities[0].start"] = (date(2027, 3, 1) + timedelta(days=number)).isoformat()
    acting = applicant_of_example("bench", example["employer"])
    file = RequestFromFile.read(data)
    draft = start_request(acting=acting, applicant_kind="employer", key=file.key_for(acting))
    saved = save_answers(acting=acting, request_id=draft.pk, answers=file.answers)
    if saved.problems:
        raise SystemExit(f"The draft has problems: {[problem.code for problem in saved.problems]}")
    return str(draft.pk)


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _sign_in(browser: OpenerDirector, address: str, known: SignIns) -> None:
    page = _read(browser, f"{address}/sign-in")
    page = _post(browser, f"{address}/sign-in", page, {"login": CLERK, "password": known.password})
    if "sign-out" not in page:
        raise SystemExit("The clerk could not sign in.")


def _send(browser: OpenerDirector, address: str, draft: str) -> float:
    """Seconds from pressing "Send request" until the sealed PDF is here."""
    here = f"{address}/requests/{draft}/check"
    page = _read(browser, here)
    fields = dict(_HIDDEN.findall(page)) | {"declared": "yes", "notify": "yes"}
    begun = time.perf_counter()
    receipt = _post(browser, here, page, fields)
    link = re.search(r'href="(/requests/[^"]+/certificate\.pdf)"', receipt)
    if link is None:
        raise SystemExit("No certificate stands on the receipt.")
    with browser.open(f"{address}{link[1]}") as document:
        pdf = document.read()
    taken = time.perf_counter() - begun
    if not pdf.startswith(b"%PDF"):
        raise SystemExit("What was downloaded is no PDF.")
    return taken


def _read(browser: OpenerDirector, url: str) -> str:
    with browser.open(url) as page:
        text: str = page.read().decode()
    return text


def _post(browser: OpenerDirector, url: str, page: str, fields: dict[str, Any]) -> str:
    token = _TOKEN.search(page)
    data = urlencode({**fields, "csrfmiddlewaretoken": token[1] if token else ""}).encode()
    origin = url.split("/", 3)
    request = Request(url, data=data, headers={"Origin": "/".join(origin[:3])})  # noqa: S310  our own server
    with browser.open(request) as answer:
        text: str = answer.read().decode()
    return text
