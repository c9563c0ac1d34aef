"""Ctrl-C and a polite kill: nothing further starts, what runs may end, the state is saved."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from ops.exit_codes import ExitCode

FIRST = "stopping: what is under way may end, nothing further is started (again to leave at once)"
SECOND = "left at once; the state knows what was under way, and the next run finds out how it ended"


@contextmanager
def heeded(cancelled: threading.Event, notice: Callable[[str], None]) -> Iterator[None]:
    """Set *cancelled* at the first interrupt, and end the process at the second: each step is durable already."""

    def handle(_signal: int, _frame: FrameType | None) -> None:
        if cancelled.is_set():
            print(f"\n{SECOND}", file=sys.stderr, flush=True)
            os._exit(ExitCode.FAILED)
        cancelled.set()
        notice(FIRST)

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
