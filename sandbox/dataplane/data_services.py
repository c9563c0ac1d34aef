"""The process of the data services: ministack, confined and mended, whose functions run under AWS's runtime client.

Run as `data_services.py PORT FUNCTION_PYTHON` in the environment `.venv/dataplane`. What it says of itself (URLs of
queues, of APIs) names `GATEWAY_PORT`, the router's; it listens at PORT. What it keeps is in `STATE_DIR`.
"""

import asyncio
import gc
import os
import signal
import sys
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve  # pyright: ignore[reportMissingImports] - of another environment
from hypercorn.config import Config  # pyright: ignore[reportMissingImports]
from ministack.app import app  # pyright: ignore[reportMissingImports]
from ministack.core import persistence  # pyright: ignore[reportMissingImports]

# this environment hasn't the package that this program is part of, whose parent is the first folder that is none
sys.path.append(str(next(folder for folder in Path(__file__).parents if not (folder / "__init__.py").exists())))

from sandbox.confinement import confine
from sandbox.dataplane import delivering, recovering
from sandbox.dataplane.functions import run_functions
from sandbox.dataplane.journal import Journal
from sandbox.dataplane.keeper import Keeper
from sandbox.dataplane.mends import mend
from sandbox.dataplane.sealing import seal

HOST = "127.0.0.1"
KEEP_ALIVE_SECONDS = 3600.0
"""How long an idle connection of the router's stays."""
BACKLOG = 1024
COLLECTIONS = 20_000, 20, 100
"""When garbage is collected, seldomer than by Python's own 700, 10, 10: a whole collection takes 140 ms at staging's
size, in which nobody is answered."""


def _kept(journal: Journal, keeper: Keeper) -> Any:
    """Return ministack's application, which takes up what was left before it answers, and keeps what it is told."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        async def begin(message: Any) -> None:
            if message["type"] == "lifespan.startup.complete":
                journal.open()
                running.append(asyncio.create_task(keeper.keep()))
            await send(message)

        running: list[asyncio.Task[None]] = []
        await app(scope, receive, begin if scope["type"] == "lifespan" else send)
        keeper.heed(scope)

    return application


async def _serve(port: int, application: Any) -> None:
    config = Config()
    config.bind = [f"{HOST}:{port}"]
    config.keep_alive_timeout = KEEP_ALIVE_SECONDS
    config.backlog = BACKLOG
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await serve(application, config, shutdown_trigger=stopped.wait)


if __name__ == "__main__":
    gc.set_threshold(*COLLECTIONS)
    own, interpreter = sys.argv[1:]
    del os.environ["LOG_LEVEL"]  # read by now, and a name that functions give a meaning of their own
    state = Path(persistence.STATE_DIR)
    kept = Keeper(state)
    mend()
    delivering.mend()
    recovering.mend()
    seal(state)
    run_functions(interpreter, kept)
    confine({int(own), int(os.environ["GATEWAY_PORT"])}, starts={interpreter})
    asyncio.run(_serve(int(own), _kept(Journal(state), kept)))
