"""Doing something in a process that may use only so much memory and time, as the worst input must not need more."""

import os
import resource
import signal
from collections.abc import Callable

_MEGABYTE = 1 << 20


def needs_more(act: Callable[[], object], *, megabytes: int = 400, seconds: int = 20) -> str:
    """What stopped `act` in a process of its own: '' nothing, else the signal or the error that it ended with.

    `megabytes`: how much address space it may take on top of what this process has; `seconds`: of the processor.
    """
    child = os.fork()
    if child == 0:
        _limit(megabytes, seconds)
        try:
            act()
        except MemoryError:
            os._exit(3)
        except BaseException:  # noqa: BLE001  the parent is told that it was an error
            os._exit(4)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return {0: "", 3: "MemoryError", 4: "error"}[os.WEXITSTATUS(status)]


def _limit(megabytes: int, seconds: int) -> None:
    with open("/proc/self/statm") as told:
        pages = int(told.read().split()[0])
    most = pages * resource.getpagesize() + megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
