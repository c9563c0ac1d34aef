"""What a function that works through data says of each run: OpenLineage's events, a line of its log each.

A run is a call: its id is Lambda's, a UUID. The events name the job alone; what it reads and writes, and the columns,
the project's own events of the same jobs say (`groot lineage --format openlineage`). So a line costs some 400 bytes
and can hold nothing personal. Functions that answer requests tell no runs: their job is a service, without an end.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Final

from aws_lambda_powertools import Logger

NAMESPACE: Final = "groot"
PRODUCER: Final = "urn:groot:lineage"
SCHEMA: Final = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
Entry = Callable[[Any, Any], Any]


def run_event(kind: str, job: str, run: str) -> dict[str, Any]:
    """Return the event that *run* of *job* has come to *kind*: START, COMPLETE or FAIL (OpenLineage 2-0-2)."""
    return {
        "eventType": kind,
        "eventTime": datetime.now(UTC).isoformat(),
        "producer": PRODUCER,
        "schemaURL": SCHEMA,
        "run": {"runId": run},
        "job": {"namespace": NAMESPACE, "name": job},
    }


def runs(log: Logger, job: str) -> Callable[[Entry], Entry]:
    """Return a decorator, below `entry`, of what Lambda calls: each call is a run of *job*, which *log* is told of."""

    def decorate(handle: Entry) -> Entry:
        @wraps(handle)
        def told(event: Any, context: Any) -> Any:
            log.info("lineage", lineage=run_event("START", job, context.aws_request_id))
            kind = "FAIL"
            try:
                answer = handle(event, context)
                kind = "COMPLETE"
            finally:
                log.info("lineage", lineage=run_event(kind, job, context.aws_request_id))
            return answer

        return told

    return decorate
