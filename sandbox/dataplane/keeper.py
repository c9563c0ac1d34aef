"""Keeps what ministack was told, but for DynamoDB's data (`journal.py`), whenever it is killed.

What it was told up to seconds before can be lost, and what functions said up to a minute before.

A save stops all that is under way, so that each service is saved by itself, and the longer that takes the seldomer.
"""

import asyncio
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

from ministack import app  # pyright: ignore[reportMissingImports] - of another environment
from ministack.core import persistence  # pyright: ignore[reportMissingImports]

SAVE_SECONDS: Final = 1.0
"""How often to look whether anything changed."""
SHARE: Final = 1000
"""A service's save is followed by so many times its own duration without another: one call in 1,000 meets it."""
LONGEST_SECONDS: Final = 5.0
"""What a service was told is saved within this time, however long its last save took."""
LONGEST_OF_LOGS_SECONDS: Final = 60.0
"""The same of what functions said, which grows with every call and which nothing rests on."""
LOGS: Final = "cloudwatch_logs"
READS: Final = ("BatchGet", "Describe", "Filter", "Get", "List", "Query", "Scan", "Search")
"""What calls that change nothing begin with."""
EVERY: Final = "*"
"""What stands for all services."""


def save(folder: Path, service: str, state: Any) -> int:
    """Write a service's *state* where ministack reads it when it starts, and return the size, in bytes."""
    wrapped = {"__ministack_format__": persistence._state_format_version(service), "payload": state}
    # `json.dump`, which ministack has, takes six times as long
    text = json.dumps(wrapped, default=persistence._json_default)
    whole, part = folder / f"{service}.json", folder / f"{service}.json.part"
    size = part.write_text(text, encoding="utf-8")
    part.replace(whole)
    return size


class Keeper:
    """Saves what else changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changes = Counter[str]()
        self._saved: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def change(self, *services: str) -> None:
        """Take note of a change of *services*, as ministack names them; of any, where none is named."""
        self._changes.update(services or (EVERY,))

    def heed(self, scope: dict[str, Any]) -> None:
        """Take note of a call, which may change other services than the one that is called.

        A request to an API of the stack's (`/_user_request_/`) changes what its function says and does.
        """
        if "/_user_request_/" in scope.get("path", ""):
            return
        target = next((value.decode() for name, value in scope.get("headers", ()) if name == b"x-amz-target"), "")
        reads = target.rpartition(".")[2].startswith(READS) if target else scope.get("method") in ("GET", "HEAD")
        if not (reads or target.startswith("DynamoDB")):
            self.change()

    async def keep(self) -> None:
        """Save, for ever, whatever changed, a service at a time."""
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            for name, state in app._build_persistence_save_dict().items():
                changes, begun = self._changes[EVERY] + self._changes[name], time.monotonic()
                if name != "dynamodb" and self._saved.get(name, 0) < changes and self._due.get(name, 0.0) <= begun:
                    kept = state()
                    if kept is not None:
                        save(self._folder, name, kept)
                    longest = LONGEST_OF_LOGS_SECONDS if name == LOGS else LONGEST_SECONDS
                    pause = min(longest, SHARE * (time.monotonic() - begun))
                    self._saved[name], self._due[name] = changes, begun + pause
                    await asyncio.sleep(0)
