"""The decision log: a line for every decision, chained by the digest of the line before.

A chain begins with each execution environment, which has a name drawn for it, and counts its lines, so that a line
that was changed, left out or put in shows (NIST SP 800-53 Rev. 5 AU-9, AU-10). A line has no token, no proof, no claim
and no name of a person: of a token it has the beginning of a digest, by which the lines of one token are found.

Powertools isn't used here: it takes as long to be imported as all the rest of this function.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Final

START: Final = "0" * 64
"""What the first line of a chain says of the one before."""
Entry = Callable[[Any, Any], Any]


class Log:
    """One environment's chain."""

    def __init__(self, service: str, write: Callable[[str], object] = sys.stdout.write) -> None:
        self._service, self._write = service, write
        self.environment = os.urandom(16).hex()
        self._sequence, self._before = 0, START
        self.request_id = ""

    def decision(self, level: str = "INFO", **said: Any) -> None:
        """Write one line of what was decided."""
        self._sequence += 1
        line = {
            "level": level,
            "timestamp": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="milliseconds"),
            "service": self._service,
            "message": "decision",
            "function_request_id": self.request_id,
            "environment": self.environment,
            "sequence": self._sequence,
            "before": self._before,
            **said,
        }
        text = json.dumps(line, separators=(",", ":"))
        self._before = digest(text)
        self._write(text + "\n")


def digest(line: str) -> str:
    """Return what the next line says of *line*, which is without its end."""
    return hashlib.sha256(line.encode()).hexdigest()


def entry(log: Log) -> Callable[[Entry], Entry]:
    """Return a decorator of what Lambda calls: lines name the request that they belong to."""

    def decorated(handle: Entry) -> Entry:
        @wraps(handle)
        def handled(event: Mapping[str, Any], context: Any) -> Any:
            log.request_id = context.aws_request_id
            return handle(event, context)

        return handled

    return decorated
