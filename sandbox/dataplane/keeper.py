"""Keeps what ministack was told, but for DynamoDB's data (`journal.py`): within seconds, whenever it is killed."""

import asyncio
import time
from typing import Any, Final

from ministack import app  # pyright: ignore[reportMissingImports] - of another environment
from ministack.core import persistence  # pyright: ignore[reportMissingImports]

SAVE_SECONDS: Final = 1.0
"""How often to look whether anything changed."""
SHARE: Final = 20
"""A save is followed by so many times its own duration without one."""
READS: Final = ("BatchGet", "Describe", "Filter", "Get", "List", "Query", "Scan", "Search")
"""What calls that change nothing begin with."""


class Keeper:
    """Saves what else changed."""

    def __init__(self) -> None:
        self.changed = False

    def heed(self, scope: dict[str, Any]) -> None:
        """Take note of a call."""
        target = next((value.decode() for name, value in scope.get("headers", ()) if name == b"x-amz-target"), "")
        reads = target.rpartition(".")[2].startswith(READS) if target else scope.get("method") in ("GET", "HEAD")
        self.changed = self.changed or not (reads or target.startswith("DynamoDB"))

    async def keep(self) -> None:
        """Save, for ever, whatever changed, a service at a time."""
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            if not self.changed:
                continue
            self.changed = False
            begun = time.monotonic()
            for name, state in app._build_persistence_save_dict().items():
                if name != "dynamodb":
                    persistence.save_all({name: state})
                    await asyncio.sleep(0)
            await asyncio.sleep(SHARE * (time.monotonic() - begun))
