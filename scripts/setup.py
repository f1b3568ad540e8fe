#!/usr/bin/env python3
"""Makes a checkout ready to run: Python 3.13, what the service needs, and the front end.

Needs nothing but a Python from 3.8 on. Asks nothing, can be run again at any time, and does only what is
missing: each step leaves a stamp of its inputs. `setup.py demo` brings what running needs, `setup.py test` what
testing needs as well, `setup.py bench` also the peers that we are measured against.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
FRONTEND = ROOT / "frontend"
STAMPS = VENV / "setup-stamps.json"
LOG = TOOLS / "setup.log"
STYLE_SHEET = ROOT / "src" / "sojourn" / "web" / "static" / "built" / "sojourn.css"
PYTHON_VERSION = "3.13"
LEAST_UV = (0, 5)
LEAST_NODE = 20
BEGUN = time.monotonic()


class SetupError(Exception):
    """Something that only a person can mend, with the sentence that says how."""


def say(text):
    """One line of progress with the seconds since the beginning."""
    print("[{:5.1f} s] {}".format(time.monotonic() - BEGUN, text), flush=True)


def surroundings():
    """The environment of the programs that we start: no other Python's paths, the system's certificates."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    }
    kept.setdefault("UV_SYSTEM_CERTS", "1")
    kept.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    return kept


def output_of(command, cwd=ROOT, env=None):
    """What a program prints, or None when it is not there or fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=str(cwd),
            env=env or surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def run(command, what, cwd=Path("/"), env=None):
    """Run a program; its words go to the log and are shown only when it fails. Raises SetupError then."""
    command = [str(part) for part in command]
    with LOG.open("ab") as log:
        log.write(("\n$ " + " ".join(command) + "\n").encode())
        log.flush()
        begin = log.tell()
        code = subprocess.call(command, cwd=str(cwd), env=env or surroundings(), stdout=log, stderr=log)
    if code != 0:
        with LOG.open("rb") as log:
            log.seek(begin)
            tail = log.read().decode("utf-8", "replace").splitlines()[-25:]
        raise SetupError("{} failed (exit status {}):\n    {}".format(what, code, "\n    ".join(tail)))


def hash_of(*paths):
    """One hash over the names and bytes of files, and of all files in folders."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "node_modules" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def stamps():
    try:
        return json.loads(STAMPS.read_text())
    except (OSError, ValueError):
        return {}


def set_stamp(name, value):
    STAMPS.write_text(json.dumps(dict(stamps(), **{name: value}), indent=1))


# uv -----------------------------------------------------------------------------------------------------------


def uv_version(uv):
    """The version of a uv that really runs, as numbers, or None. (A shim may stand for a uv that is not there.)"""
    found = re.match(r"uv (\d+)\.(\d+)", output_of([uv, "--version"], cwd="/") or "")
    return (int(found.group(1)), int(found.group(2))) if found else None


def add_venv_support():
    """Debian keeps `venv` in a package of its own: fetch it where we may."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Python's venv module is missing: fetching it from the system's packages")
        quiet = dict(surroundings(), DEBIAN_FRONTEND="noninteractive")
        run(["apt-get", "update", "-q"], "apt-get update", env=quiet)
        run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "python3-venv"],
            "apt-get",
            env=quiet,
        )
        return
    raise SetupError(
        "{} has no venv module, so uv cannot be fetched with it.\n"
        "Install it (Debian, Ubuntu: sudo apt-get install python3-venv), or install uv itself\n"
        "(see its documentation: docs.astral.sh/uv), then run this again.".format(sys.executable)
    )


def find_uv():
    """A uv that runs: our own, the machine's, or one fetched with pip into .tools."""
    own = TOOLS / "uv" / "bin" / "uv"
    for uv in (own, shutil.which("uv")):
        version = uv_version(uv) if uv else None
        if version and version >= LEAST_UV:
            return uv
    say("uv: fetching it")
    if output_of([sys.executable, "-c", "import venv, ensurepip"]) is None:
        add_venv_support()
    run([sys.executable, "-m", "venv", "--clear", TOOLS / "uv"], "Making an environment for uv")
    pip = [TOOLS / "uv" / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes"]
    run([*pip, "-r", REQUIREMENTS / "uv.txt"], "Fetching uv")
    if not uv_version(own):
        raise SetupError("uv was fetched but does not run; see {}.".format(LOG))
    return own


# Python -------------------------------------------------------------------------------------------------------


def python_at(command, cwd=ROOT):
    """The real path of an interpreter if it is the version wanted, else None."""
    told = output_of(
        [command, "-c", "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"], cwd=cwd
    )
    version, _, path = (told or "").partition(" ")
    return path if version == PYTHON_VERSION else None


def find_python(uv):
    """A Python 3.13: the one that runs this, one on the path, pyenv's, uv's, or one that uv fetches."""
    names = [sys.executable, "python" + PYTHON_VERSION, "python3", "python"]
    shims = [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part.endswith("/shims")]
    for folder in shims:
        names += sorted(folder.parent.glob("versions/{}.*/bin/python".format(PYTHON_VERSION)), reverse=True)
    for name in names:
        path = python_at(name)
        if path and not path.startswith(str(ROOT)):
            return path
    found = output_of([uv, "python", "find", PYTHON_VERSION, "--no-project", "--system"], cwd="/")
    if found:
        return found
    say("Python {}: fetching it".format(PYTHON_VERSION))
    run([uv, "python", "install", PYTHON_VERSION], "Fetching Python " + PYTHON_VERSION)
    return PYTHON_VERSION


def make_venv(uv):
    if python_at(VENV_PYTHON):
        return
    python = find_python(uv)
    run([uv, "venv", "--clear", "--python", python, VENV], "Making .venv")
    say("Python {}: .venv made".format(PYTHON_VERSION))


# What the service needs ---------------------------------------------------------------------------------------


def install(uv, profile):
    """The pinned packages of `demo`, `test` or `bench` and the service itself, from this checkout."""
    # Each list includes what the ones before it bring.
    lists = {"demo": ["base.txt", "build.txt"], "test": ["dev.txt"], "bench": ["bench.txt"]}
    hashes = {name: hash_of(*(REQUIREMENTS / file for file in files)) for name, files in lists.items()}
    richer = list(lists)[list(lists).index(profile) :]
    enough = [name + ":" + hashes[name] for name in richer]
    if stamps().get("packages") not in enough:
        say("packages: installing (pinned, checked by hash)")
        files = [REQUIREMENTS / file for file in lists[profile]]
        run(
            [uv, "pip", "sync", "--require-hashes", "--python", VENV_PYTHON, *files],
            "Installing the packages",
        )
        set_stamp("packages", profile + ":" + hashes[profile])
        set_stamp("service", "")
        say("packages: done")
    project = hash_of(ROOT / "pyproject.toml")
    if stamps().get("service") != project or not (VENV / "bin" / "sojourn").exists():
        run(
            [uv, "pip", "install", "--python", VENV_PYTHON, "--no-deps", "--no-build-isolation", "-e", ROOT],
            "Installing the service",
        )
        set_stamp("service", project)


# The front end ------------------------------------------------------------------------------------------------


def node_environment(uv):
    """An environment in which node and npm are found: the machine's, else one fetched into .tools."""
    version = re.match(r"v(\d+)\.", output_of(["node", "--version"]) or "")
    if version and int(version.group(1)) >= LEAST_NODE and output_of(["npm", "--version"]):
        return surroundings()
    own = TOOLS / "node"
    wanted = hash_of(REQUIREMENTS / "node.txt")
    if stamps().get("node") != wanted or not (own / "bin" / "npm").exists():
        say("Node: fetching it")
        run([uv, "venv", "--clear", "--python", VENV_PYTHON, own], "Making an environment for Node")
        install_node = [uv, "pip", "install", "--require-hashes", "--python", own / "bin" / "python"]
        run([*install_node, "-r", REQUIREMENTS / "node.txt"], "Fetching Node")
        set_stamp("node", wanted)
    path = os.pathsep.join([str(own / "bin"), os.environ.get("PATH", "")])
    # Like uv, it trusts what the machine trusts.
    return dict(surroundings(), PATH=path, NODE_OPTIONS="--use-system-ca")


def build_front_end(uv, profile):
    """Fetch the npm packages as locked and compile the look. Tests also need the packages themselves (axe)."""
    wanted = hash_of(FRONTEND)
    axe = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
    complete = STYLE_SHEET.exists() and (profile == "demo" or axe.exists())
    if stamps().get("front end") == wanted and complete:
        return
    say("front end: building")
    env = node_environment(uv)
    locked = hash_of(FRONTEND / "package-lock.json")
    if stamps().get("npm") != locked or not axe.exists():
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "npm ci", cwd=FRONTEND, env=env)
        set_stamp("npm", locked)
    run(["node", "build.mjs"], "Building the front end", cwd=FRONTEND, env=env)
    set_stamp("front end", wanted)
    say("front end: done")


def compile_catalogues():
    """Make the binary message catalogues of each language from their sources."""
    run([VENV / "bin" / "python", ROOT / "scripts" / "words.py", "compile"], "Compiling the catalogues")


def compile_law():
    """Put the law data into the one file that loads quickly."""
    folders = sorted(each for each in (ROOT / "law").iterdir() if each.is_dir() and each.name != "compiled")
    wanted = hash_of(*folders)
    if stamps().get("law") != wanted:
        run([VENV / "bin" / "sojourn", "law", "compile"], "Compiling the law data")
        set_stamp("law", wanted)


@contextlib.contextmanager
def one_at_a_time():
    """Hold a lock, so that two makes in one checkout wait for each other."""
    with (TOOLS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("waiting for another setup in this checkout")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(profile):
    """Bring what `profile` (demo, test or bench) needs."""
    TOOLS.mkdir(exist_ok=True)
    with one_at_a_time():
        uv = find_uv()
        make_venv(uv)
        install(uv, profile)
        build_front_end(uv, profile)
        compile_catalogues()
        compile_law()
    say("ready: .venv/bin/sojourn")


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "test"
    if chosen not in ("demo", "test", "bench"):
        sys.exit("usage: setup.py [demo|test|bench]")
    try:
        main(chosen)
    except SetupError as error:
        sys.exit("\nSetup cannot go on. {}\n".format(error))
    except KeyboardInterrupt:
        sys.exit("\nSetup was stopped; run it again to go on.\n")
