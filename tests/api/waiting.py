"""Waits for what comes soon."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
WAIT_SECONDS = 60.0


def until(ask: Callable[[], T], hold: Callable[[T], bool]) -> T:
    """Return the first answer that holds; the last one when none does in time."""
    ends = time.monotonic() + WAIT_SECONDS
    while not hold(answer := ask()) and time.monotonic() < ends:
        threading.Event().wait(0.05)
    return answer
