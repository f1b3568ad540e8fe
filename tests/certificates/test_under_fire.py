"""Processes that issue are killed by SIGKILL, each at another point: one of everything comes of it (bench/fire.py)."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

from bench.fire_points import POINTS

_TRIED = [point for point in POINTS if point.tried]


def test_a_process_killed_at_any_point_of_issuing_leaves_one_of_everything() -> None:
    assert len(_TRIED) >= 12
    unset = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.fire", "1", connection.vendor, "few"],
        cwd=Path(__file__).parents[2],
        env={name: value for name, value in os.environ.items() if name not in unset},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    for point in _TRIED:
        assert f"| {point.name} | 1 | " in done.stdout
    assert done.stdout.count(" | 0 |\n") == len(_TRIED)
