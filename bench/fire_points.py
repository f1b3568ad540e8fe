"""Where a process is killed while it issues: the seams of issuing, in the order in which they are passed.

Nothing in the service knows of this: a seam is a function that exists anyway, and in a child process of the bench it is
wrapped so that the process ends there as by `kill -9`. A name that is no longer there fails loudly.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

type Act = Literal["decide", "ordered", "afterwards"]


@dataclass(frozen=True, slots=True)
class Point:
    """A seam: its name, during which act, and the function before or after whose `nth` call the process is killed.

    `tried`: also by the tests. `copies`: how often the mail server may have got the letter that the certificate is
    there: only where a process ended between handing it over and writing that down, and then with one Message-ID.
    """

    name: str
    act: Act
    place: str
    after: bool = True
    nth: int = 1
    copies: int = 1
    tried: bool = False

    def arm(self) -> None:
        """Let this process be killed there."""
        owner, name = _owner(self.place)
        whole = getattr(owner, name)
        setattr(owner, name, self._deadly(whole))

    def _deadly(self, whole: Callable[..., Any]) -> Callable[..., Any]:
        calls = 0

        def deadly(*given: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == self.nth and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            done = whole(*given, **named)
            if calls == self.nth:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return deadly


def _owner(place: str) -> tuple[Any, str]:
    module, _, path = place.partition(":")
    *way, name = path.split(".")
    owner: Any = import_module(f"sojourn.{module}" if not module.startswith("django") else module)
    for step in way:
        owner = getattr(owner, step)
    return owner, name


_COMMIT = "django.db.backends.base.base:BaseDatabaseWrapper._commit"
_ISSUING = "certificates.events"
_ORDERS = "certificates.orders.events"

POINTS: tuple[Point, ...] = (
    Point("case opened", "decide", _COMMIT, nth=1),
    Point("law asked, checks run", "decide", "casework.events:gather"),
    Point("number drawn", "decide", f"{_ISSUING}:new_numbers", tried=True),
    Point("place in the status list drawn", "decide", f"{_ISSUING}:new_reference"),
    Point("offline code signed", "decide", f"{_ISSUING}:make_code"),
    Point("page drawn", "decide", f"{_ISSUING}:document.render"),
    Point("sealed", "decide", f"{_ISSUING}:seal_and_stamp", tried=True),
    Point("read back", "decide", f"{_ISSUING}:readback.differences"),
    Point(
        "file entered, its bytes not kept",
        "decide",
        "files.storage:DatabaseStorage.put",
        after=False,
        tried=True,
    ),
    Point("file kept", "decide", "files.storage:DatabaseStorage.put"),
    Point("certificate kept, not in the log", "decide", f"{_ISSUING}:enter_issued", after=False, tried=True),
    Point("entered into the log", "decide", f"{_ISSUING}:enter_issued"),
    Point("certificate without decision", "decide", "casework.deciding:issue_or_order", tried=True),
    Point("decision kept", "decide", "casework.deciding:certify"),
    Point("request told", "decide", "casework.deciding:record_outcome"),
    Point("letter to the applicant posted", "decide", "requests.moves:post_letter", tried=True),
    Point("letter of the decision kept", "decide", "casework.deciding:conclude_letter"),
    Point("journal written", "decide", "journal.events:_append", nth=2),
    Point("before the commit", "decide", _COMMIT, after=False, nth=2, tried=True),
    Point("after the commit", "decide", _COMMIT, nth=2, tried=True),
    Point("proof of application sealed", "decide", "certificates.proofs.events:seal_and_stamp", tried=True),
    Point("proof kept, request not told", "decide", "casework.proving:note_proof", after=False),
    Point("order claimed", "ordered", f"{_ORDERS}:prepare", after=False),
    Point("ordered certificate sealed", "ordered", f"{_ORDERS}:prepare", tried=True),
    Point("ordered certificate kept, order still there", "ordered", f"{_ORDERS}:release", tried=True),
    Point("applicant told of what was ordered", "ordered", "casework.issuing:tell_issued"),
    Point("before the commit of what was ordered", "ordered", _COMMIT, after=False, nth=1),
    Point("after the commit of what was ordered", "ordered", _COMMIT, nth=1),
    Point("letter claimed, not handed over", "afterwards", "messages.delivery:hand_over", after=False),
    Point(
        "letter handed over, not written down",
        "afterwards",
        "messages.delivery:hand_over",
        copies=2,
        tried=True,
    ),
    Point(
        "leaf in the tree, head not signed", "afterwards", "certificates.transparency.tree:keep", tried=True
    ),
    Point("head signed, not kept", "afterwards", "certificates.transparency.events:sign_head"),
)
