"""Runs that die by SIGKILL at a moment of the test's choosing."""

import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.httpsession import URLLib3Session

WRITES = "writes"
"""Moments before a write to the state: of a journal record or of a checkpoint in another's place; or its removal."""
REQUESTS = "requests"
"""Moments before a request to AWS."""


def dies(run: Callable[[], None], moments: str, number: int) -> bool:
    """Do *run* in a forked process that is killed at one of its *moments*; return whether it came to that."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            _arm(moments, number)
            run()
            code = 0
        except BaseException:  # noqa: BLE001 - the copy of the test run must end here whatever happens
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _arm(moments: str, number: int) -> None:
    left = number

    def trapped(kind: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            if kind == moments:
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
            return real(*args, **kwargs)

        return call

    met: set[int] = set()
    send = trapped(REQUESTS, URLLib3Session.send)

    def send_apart(self: URLLib3Session, request: Any) -> Any:
        """Leave the connections that the process was forked with to its parent."""
        if id(self) not in met:
            met.add(id(self))
            self.close()
        return send(self, request)

    URLLib3Session.send = send_apart
    os.pwrite = trapped(WRITES, os.pwrite)
    Path.replace = trapped(WRITES, Path.replace)
    Path.unlink = trapped(WRITES, Path.unlink)
