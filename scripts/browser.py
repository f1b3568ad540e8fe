"""Finds a Chromium for the browser tests, and brings one where there is none."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

# The one without windows opens a page in a third of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _runs(path: str) -> bool:
    """Whether this browser really starts. (Ubuntu's `chromium-browser` may only be a pointer to a snap.)"""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _on_this_machine() -> str | None:
    named = os.environ.get("SOJOURN_CHROMIUM")
    candidates = [named, *(shutil.which(name) for name in NAMES)]
    return next((path for path in candidates if path and _runs(path)), None)


def _from_playwright(root: Path) -> str | None:
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    found = sorted(folder.glob("chromium*/chrome*/*chrome*"), reverse=True)
    return next((str(path) for path in found if os.access(path, os.X_OK) and _runs(str(path))), None)


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "\nID=debian\n" in f"\n{release.read_text()}\n"


def bring_browser(root: Path, say: Callable[[str], None]) -> str:
    """The path of a Chromium that runs: the machine's, Debian's package when root, else Playwright's own.

    Raises SystemExit with what to do when none can be had.
    """
    found = _on_this_machine() or _from_playwright(root)
    if found:
        return found
    if _is_debian() and os.geteuid() == 0 and shutil.which("apt-get"):
        say("browser: fetching Chromium from the system's packages")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends"]
        for package in ("chromium-headless-shell", "chromium"):  # older releases have only the second
            if (
                subprocess.run(
                    [*install, package], env=quiet, check=False, stdout=subprocess.DEVNULL
                ).returncode
                == 0
            ):
                break
    else:
        say("browser: fetching Playwright's Chromium")
        playwright = str(root / ".venv" / "bin" / "playwright")
        subprocess.run([playwright, "install", "chromium"], check=False)
    found = _on_this_machine() or _from_playwright(root)
    if not found:
        raise SystemExit(
            "No browser for the tests could be found or fetched. Install Chromium, or name one in SOJOURN_CHROMIUM."
        )
    return found
