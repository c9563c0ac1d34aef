"""The process of one function: AWS's own runtime client for Python, in a process that reaches this machine alone.

Run as `function.py HANDLER DATABASES_PORT` by `data_services.py` in the environment `.venv/runtime`, in the folder of
the function's archive. Hosts of RDS are found at that port (`databases.py`), and no other name is looked up. The client
makes of an exception what Lambda makes of it, so that `Retry` and `Catch` of a state machine see its class by name.
"""

import os
import runpy
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATABASES = ".rds.amazonaws.com"
"""What hosts of databases and of their proxies end with."""
LAST_LINE = b"\x1e\n"
"""What the process writes after an invocation's last line, so that nobody waits to learn whether more follows."""


def _finish(post: Callable[..., Any]) -> Callable[..., Any]:
    def finish(*given: Any, **named: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os.write(1, LAST_LINE)
        return post(*given, **named)

    return finish


def find_databases(port: int) -> None:
    """Have hosts of RDS found at *port* of this machine, whichever port of theirs is asked for."""
    look_up = socket.getaddrinfo

    def found(host: Any, asked: Any, *more: Any, **named: Any) -> Any:
        is_database = isinstance(host, str) and host.endswith(DATABASES)
        return look_up(*(("127.0.0.1", port) if is_database else (host, asked)), *more, **named)

    socket.getaddrinfo = found


if __name__ == "__main__":
    find_databases(int(sys.argv.pop()))
    runpy.run_path(str(Path(__file__).parents[1] / "confinement.py"))["confine"]()
    from awslambdaric.__main__ import main  # pyright: ignore[reportMissingImports] - of another environment
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient  # pyright: ignore[reportMissingImports]

    for name in ("post_invocation_result", "post_invocation_error"):
        setattr(LambdaRuntimeClient, name, _finish(getattr(LambdaRuntimeClient, name)))
    sys.path.insert(0, os.getcwd())
    main(sys.argv)
