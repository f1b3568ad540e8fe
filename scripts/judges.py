"""Brings the programs of others that tests ask for a second opinion, where the system's packages may be used."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

# The program, and Debian's package that brings it.
PROGRAMS: Final = {
    "openssl": "openssl",
    "pdfsig": "poppler-utils",
    "qpdf": "qpdf",
    "softhsm2-util": "softhsm2",
}


def _is_debian() -> bool:
    """Debian, or one of its children."""
    release = Path("/etc/os-release")
    words = release.read_text().replace('"', " ").replace("=", " ").split() if release.exists() else []
    return "debian" in words


def bring_judges(say: Callable[[str], None]) -> None:
    """Install what is missing. Where that cannot be, tests that need it are skipped, which CI counts as failures."""
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if not missing:
        return
    if not (_is_debian() and os.geteuid() == 0 and shutil.which("apt-get")):
        say(f"not installed, so that tests are skipped: {', '.join(missing)}")
        return
    say(f"fetching from the system's packages: {', '.join(missing)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *missing]
    subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL)
