"""Start the service, open its main pages in Lighthouse, and print what they were given.

`python -m bench.lighthouse [rounds] [page ...]`; needs Node, npm and a Chromium. Each page is opened up to so many
times and the best run counts, for what else a machine does makes a page slower and never faster.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from browser import bring_browser

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
LIGHTHOUSE: Final = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
ROUNDS: Final = 3
GOALS: Final = {"performance": 90, "accessibility": 100}
CATEGORIES: Final = ("performance", "accessibility", "best-practices")
ANSWER: Final = (
    "/find-out?who=employee&activities%5B0%5D.sent_from=US&activities%5B0%5D.country=DE"
    "&activities%5B0%5D.start-day=1&activities%5B0%5D.start-month=3&activities%5B0%5D.start-year=2027"
    "&activities%5B0%5D.end-day=28&activities%5B0%5D.end-month=2&activities%5B0%5D.end-year=2029"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as it was seen best: its marks of 100, its times, its weight, and what it lost marks for."""

    name: str
    marks: dict[str, int]
    largest_paint: str
    blocked: str
    shift: str
    kilobytes: int
    files: int
    found: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether it meets the goals."""
        return all(self.marks[name] >= goal for name, goal in GOALS.items())


def main(rounds: int = ROUNDS, *only: str) -> int:
    """Exit status 1 when a page misses a goal. `only`: the pages that are opened, by their names; none for all."""
    bring_lighthouse()
    chromium = bring_browser(ROOT, print)
    with tempfile.TemporaryDirectory(prefix="sojourn-lighthouse-") as folder:
        home = Path(folder)
        os.environ.update(
            SOJOURN_MODE="demo", SOJOURN_HOME=folder, DJANGO_SETTINGS_MODULE="sojourn.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        pages, cookie = _made(home)
        from bench.service import running  # noqa: PLC0415

        with running() as (address, _):
            seen = [
                _best(home, chromium, address, page, cookie, rounds)
                for page in pages.items()
                if not only or page[0] in only
            ]
    _tell(seen)
    return int(not all(each.is_good for each in seen))


def bring_lighthouse() -> None:
    """Install it as locked, once. It is no part of what `make` brings: nothing but this needs it."""
    if not LIGHTHOUSE.exists():
        print("Lighthouse: fetching it", file=sys.stderr)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True)


def _made(home: Path) -> tuple[dict[str, str], str]:
    """A service with one employer's clerk: the pages by what they are, and the clerk's cookie."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from bench.load.seed import sit_down  # noqa: PLC0415
    from sojourn.casework.events import set_up_institution  # noqa: PLC0415
    from sojourn.core.actors import SYSTEM  # noqa: PLC0415

    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    _, clerk = sit_down(0)
    connection.close()
    pages = {
        "start": "/",
        "find out": "/find-out",
        "an answer of the law": ANSWER,
        "agreements": "/law/",
        "one agreement": "/law/agreements/us-de/",
        "two countries": "/law/from/us/to/de/",
        "check a certificate": "/verify",
        "sign in": "/sign-in",
        "list of requests": "/requests",
        "a question": f"/requests/{clerk.draft}/place",
        "where a request stands": f"/requests/{clerk.sent}",
    }
    return pages, f"{settings.SESSION_COOKIE_NAME}={clerk.session}"


SIGNED_IN: Final = frozenset({"list of requests", "a question", "where a request stands"})


def _best(home: Path, chromium: str, address: str, page: tuple[str, str], cookie: str, rounds: int) -> Seen:
    name, path = page
    best: Seen | None = None
    for _ in range(rounds):
        report = _run(home, chromium, address + path, cookie if name in SIGNED_IN else "")
        if report is None:
            continue
        seen = _seen(name, report)
        if best is None or seen.marks["performance"] > best.marks["performance"]:
            best = seen
        if best.is_good:
            break
    if best is None:
        raise SystemExit(f"{name}: Lighthouse could not look at it.")
    print(f"{name}: {best.marks}", file=sys.stderr, flush=True)
    return best


def _run(home: Path, chromium: str, url: str, cookie: str) -> dict[str, Any] | None:
    """The report on one page, opened as a telephone on a slow line opens it (Lighthouse's own default).

    None when the browser did not get so far, as happens on a machine that does much else.
    """
    report = home / "report.json"
    report.unlink(missing_ok=True)
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox"]
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    environment = os.environ | {"CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    if done.returncode or not report.exists():
        return None
    content: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return None if content.get("runtimeError") else content


def _seen(name: str, report: dict[str, Any]) -> Seen:
    audits = report["audits"]
    lost = {
        each["id"]
        for category in report["categories"].values()
        for each in category["auditRefs"]
        if each["weight"]
        and (audits[each["id"]]["score"] or 0) < 0.9
        and audits[each["id"]]["score"] is not None
    }
    files = audits["network-requests"]["details"]["items"]
    return Seen(
        name=name,
        marks={key: round(100 * category["score"]) for key, category in report["categories"].items()},
        largest_paint=audits["largest-contentful-paint"]["displayValue"],
        blocked=audits["total-blocking-time"]["displayValue"],
        shift=audits["cumulative-layout-shift"]["displayValue"],
        kilobytes=round(sum(file.get("transferSize") or 0 for file in files) / 1000),
        files=len(files),
        found=tuple(sorted(lost)),
    )


def _tell(seen: list[Seen]) -> None:
    head = ("page", *CATEGORIES, "largest paint", "blocked", "shift", "kB", "files", "lost for")
    print(f"| {' | '.join(head)} |\n|---{'|---:' * (len(head) - 2)}|---|")
    for page in seen:
        marks = " | ".join(str(page.marks[name]) for name in CATEGORIES)
        print(
            f"| {page.name} | {marks} | {page.largest_paint} | {page.blocked} | {page.shift} "
            f"| {page.kilobytes} | {page.files} | {', '.join(page.found)} |"
        )


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:]))
