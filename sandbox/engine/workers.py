"""The threads that answer a program's calls: so many at work at once, and more where some wait for the program.

A transform runs in the program while the engine's call waits for it, and may itself await calls. Were the waiting ones
counted, as many of them as there are threads would wait for each other for ever.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Workers(ThreadPoolExecutor):
    """A pool in which *parallel* calls are at work; those inside `waiting` come on top."""

    def __init__(self, parallel: int) -> None:
        super().__init__(parallel, "engine")
        self._at_work = threading.Semaphore(parallel)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call *fn* as soon as fewer than *parallel* are at work."""

        def work() -> T:
            with self._at_work:
                return fn(*args, **kwargs)

        return super().submit(work)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Let another call work in place of this one, which waits for the program."""
        self._change(1)
        self._at_work.release()
        try:
            yield
        finally:
            self._change(-1)
            self._at_work.acquire()

    def _change(self, by: int) -> None:
        with self._shutdown_lock:  # pyright: ignore[reportAttributeAccessIssue] - the pool's own, as are the next two
            self._max_workers: Any = self._max_workers + by
            if by > 0 and not self._work_queue.empty():
                self._adjust_thread_count()
