"""The process of the data services: ministack, confined, with functions that run under AWS's own runtime client.

Run as `data_services.py PORT FUNCTION_PYTHON` in the environment `.venv/dataplane`. What it says of itself (URLs of
queues, of APIs) names `GATEWAY_PORT`, the router's; it listens at PORT. What it keeps is in `STATE_DIR`.
"""

import asyncio
import contextlib
import queue
import runpy
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypercorn.asyncio import serve  # pyright: ignore[reportMissingImports] - of another environment
from hypercorn.config import Config  # pyright: ignore[reportMissingImports]
from ministack.app import app  # pyright: ignore[reportMissingImports]
from ministack.core import lambda_runtime  # pyright: ignore[reportMissingImports]
from ministack.services import lambda_svc  # pyright: ignore[reportMissingImports]

HOST = "127.0.0.1"
KEEP_ALIVE_SECONDS = 3600.0
"""The router's connections stay; AWS documents none for its own."""
LINE_SECONDS = 0.25
"""How long to wait for a line that a process may have written before it ended without a last one."""
_LAST_LINE = "\x1e"
"""See `function.py`."""
_HERE = Path(__file__).parent
_unpack = lambda_svc._provided_runtime_code_dir


def _unpacked(archive: bytes) -> str:
    """Unpack a function, with the executable that ministack looks for; `_start` starts another in its place."""
    folder = _unpack(archive)
    bootstrap = Path(folder, "bootstrap")
    bootstrap.touch()
    bootstrap.chmod(0o755)
    return folder


def _start(python: str) -> Any:
    def start(command: list[str], *, env: dict[str, str], **how: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen([python, "-P", str(_HERE / "function.py"), env["_HANDLER"]], env=env, **how)

    return start


def _execute(function: dict[str, Any], event: Any, request: str) -> dict[str, Any]:
    runtime = str((function.get("config") or function).get("Runtime", ""))
    if runtime.startswith("python"):
        return lambda_svc._execute_function_provided_warm(function, event, request)
    message = f"the sandbox runs Python alone, no {runtime}"
    return {"body": {"errorMessage": message, "errorType": "Runtime.Unsupported"}, "error": True}


class _Worker(lambda_runtime.ProvidedWorker):
    """A function's process: what its start fails of keeps its name, and no call waits for what isn't coming."""

    def _await_init(self, init_timeout: float | None = None) -> None:
        try:
            super()._await_init(init_timeout)
        except RuntimeError:
            told = self._init_error
            if not isinstance(told, dict):
                raise
            raise lambda_runtime.ProvidedRuntimeError(told["errorMessage"], told["errorType"]) from None

    def _build_handler_class(self, generation: int, pending: Any) -> Any:
        """Send each piece of an answer at once; the client waits for the second with its acknowledgement of the first."""
        handler = super()._build_handler_class(generation, pending)
        handler.disable_nagle_algorithm = True
        return handler

    def _drain_stderr_bounded(self, **_: float) -> str:
        """Return what an invocation wrote: all until the line that ends it."""
        lines: list[str] = []
        with contextlib.suppress(queue.Empty):
            while (line := self._stderr_queue.get(timeout=LINE_SECONDS)) != _LAST_LINE:
                lines.append(line)
        return "\n".join(lines)


def _run_functions(python: str) -> None:
    """Have ministack run each function as one that brings its own runtime: by Lambda's Runtime API."""
    lambda_svc._provided_runtime_code_dir = _unpacked
    lambda_svc._execute_function_warm = lambda_svc._execute_function_local = _execute
    lambda_runtime._worker_class_for = lambda _: _Worker
    lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": _start(python)})


async def _serve(port: int) -> None:
    config = Config()
    config.bind = [f"{HOST}:{port}"]
    config.keep_alive_timeout = KEEP_ALIVE_SECONDS
    config.accesslog = None
    config.backlog = 1024
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await serve(app, config, shutdown_trigger=stopped.wait)


if __name__ == "__main__":
    own, interpreter = sys.argv[1:]
    runpy.run_path(str(_HERE / "mends.py"))["mend"]()
    _run_functions(interpreter)
    runpy.run_path(str(_HERE.parent / "confinement.py"))["confine"](starts=interpreter)
    asyncio.run(_serve(int(own)))
