"""Has ministack run Python functions under AWS's own runtime client, each in a process of `function.py`.

Ministack runs a function that brings its own runtime by Lambda's Runtime API (AWS Lambda Developer Guide, "Using the
Lambda runtime API for custom runtimes"), which is what the runtime client of AWS speaks; so every function does.
"""

import contextlib
import queue
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime  # pyright: ignore[reportMissingImports] - of another environment
from ministack.services import lambda_svc  # pyright: ignore[reportMissingImports]

from sandbox.dataplane.keeper import LOGS, Keeper

LINE_SECONDS = 0.25
"""How long to wait for a line that a process may have written before it ended without a last one."""
_LAST_LINE = "\x1e"
_OURS = frozenset(
    {
        *("AUTH", "BIND_HOST", "DATABASES_PORT", "GATEWAY_PORT", "IOT_MTLS_ENABLED", "MALLOC_MMAP_THRESHOLD_"),
        *("MINISTACK_ACCOUNT_ID", "MINISTACK_HOST", "PERSIST_STATE", "S3_DATA_DIR", "S3_PERSIST", "SFTP_ENABLED"),
        *("STATE_DIR", "VIRTUAL_ENV"),
    }
)
"""Variables of ministack's own process."""
_PROGRAM = Path(__file__).with_name("function.py")
_unpack = lambda_svc._provided_runtime_code_dir


def run_functions(python: str, keeper: Keeper) -> None:
    """Run functions by *python* from now on; *keeper* learns of each call."""

    def execute(function: dict[str, Any], event: Any, request: str) -> dict[str, Any]:
        runtime = str((function.get("config") or function).get("Runtime", ""))
        if not runtime.startswith("python"):
            message = f"the sandbox runs Python alone, no {runtime}"
            return {"body": {"errorMessage": message, "errorType": "Runtime.Unsupported"}, "error": True}
        try:
            return lambda_svc._execute_function_provided_warm(function, event, request)
        finally:
            keeper.change("lambda", LOGS)  # where a mapping is in its stream, what was logged

    def start(*_: Any, env: dict[str, str], **how: Any) -> subprocess.Popen[Any]:
        told = {name: value for name, value in env.items() if name not in _OURS} | _defined(env)
        command = [python, "-P", str(_PROGRAM), env["_HANDLER"], env["DATABASES_PORT"]]
        return subprocess.Popen(command, env=told, **how)  # noqa: S603 - ours

    lambda_svc._provided_runtime_code_dir = _unpacked
    lambda_svc._execute_function_warm = lambda_svc._execute_function_local = execute
    lambda_runtime._worker_class_for = lambda _: _Worker
    lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": start})


def _defined(env: dict[str, str]) -> dict[str, str]:
    """Return what Lambda defines and ministack doesn't.

    AWS Lambda Developer Guide, "Defined runtime environment variables".
    """
    return {
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{env['AWS_LAMBDA_FUNCTION_NAME']}",
    }


def _unpacked(archive: bytes) -> str:
    """Unpack a function, with the executable that ministack looks for and that is never run."""
    folder = _unpack(archive)
    bootstrap = Path(folder, "bootstrap")
    bootstrap.touch()
    bootstrap.chmod(0o755)
    return folder


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
        """Send each piece of an answer at once; the client waits for the second until it acknowledges the first."""
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
