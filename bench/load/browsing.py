"""What people do, in the mix in which they do it. Read by locust, in a process of its own."""

import itertools
import json
import os
import re
from pathlib import Path
from typing import Any

from locust import FastHttpUser, constant_throughput, task

CLERKS: list[dict[str, str]] = json.loads(Path(os.environ["SOJOURN_LOAD_CLERKS"]).read_text())
_next = itertools.count()
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_ANSWER = (
    "/find-out?who=employee&activities%5B0%5D.sent_from=US&activities%5B0%5D.country=DE"
    "&activities%5B0%5D.start-day=1&activities%5B0%5D.start-month=3&activities%5B0%5D.start-year=2027"
    "&activities%5B0%5D.end-day=28&activities%5B0%5D.end-month=2&activities%5B0%5D.end-year=2029"
)


class Visitor(FastHttpUser):
    """One clerk, who does one thing a second."""

    wait_time = constant_throughput(1)

    def on_start(self) -> None:
        """Sit down at a browser that is signed in."""
        self.clerk = CLERKS[next(_next) % len(CLERKS)]
        self.client.cookiejar.clear()
        self.headers = {"Cookie": f"{os.environ['SOJOURN_LOAD_COOKIE']}={self.clerk['session']}"}

    def _open(self, address: str, name: str) -> Any:
        with self.client.get(
            address, name=name, headers=self.headers, catch_response=True, allow_redirects=False
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
            else:
                answer.success()
            return answer

    @task(6)
    def list_of_requests(self) -> None:
        """Their own requests."""
        self._open("/requests", "list of requests")

    @task(2)
    def list_filtered(self) -> None:
        """Those for one country."""
        self._open("/requests?host=DE", "list of requests, one country")

    @task(6)
    def status(self) -> None:
        """Where one stands."""
        self._open(f"/requests/{self.clerk['sent']}", "status page")

    @task(4)
    def matter(self) -> None:
        """One page of the interview."""
        self._open(f"/requests/{self.clerk['draft']}/place", "page of a draft")

    @task(2)
    def check(self) -> None:
        """All answers before sending."""
        self._open(f"/requests/{self.clerk['draft']}/check", "check page")

    @task(4)
    def save(self) -> None:
        """What is typed is kept."""
        page = self._open(f"/requests/{self.clerk['draft']}/place", "page of a draft")
        token = _TOKEN.search(page.text or "")
        if token is None:
            return
        cookie = page.headers.get("Set-Cookie", "")
        csrf = re.search(r"((?:__Host-)?csrftoken)=([^;]+)", cookie)
        headers = dict(self.headers)
        if csrf:
            headers["Cookie"] += f"; {csrf[1]}={csrf[2]}"
        with self.client.post(
            f"/requests/{self.clerk['draft']}/place/saved",
            {"csrfmiddlewaretoken": token[1], "on_page": "receiver.city", "receiver.city": "Bremen"},
            name="saved while typing",
            headers=headers | {"Origin": self.host or ""},
            catch_response=True,
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")

    @task(3)
    def front(self) -> None:
        """The front page."""
        self._open("/", "front page")

    @task(4)
    def find_out(self) -> None:
        """An answer of the law."""
        self._open(_ANSWER, "an answer of the law")

    @task(3)
    def pair(self) -> None:
        """The page of two countries."""
        self._open("/law/from/us/to/de/", "page of two countries")

    @task(1)
    def agreements(self) -> None:
        """All agreements."""
        self._open("/law/", "list of agreements")

    @task(1)
    def verify(self) -> None:
        """Checking a certificate."""
        self._open("/verify", "check a certificate")
