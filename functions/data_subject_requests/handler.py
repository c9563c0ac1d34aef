"""What Lambda calls: `desk` for people who see to requests (`core.py`), `state` for the workflow (`work.py`).

`{"do": "receive", "request": "2026-17", "kind": "gdpr-erasure", "subjects": ["ann"], "proofs": ["eyJ…"]}` makes one;
`tell`, `extend`, `refuse`, `confirm` and `hand` go on from there, `hold` and `release` keep things from erasure,
`choices` tells what somebody chose, and `audit` verifies the chain of what was done.
"""

from collections.abc import Mapping
from typing import Any

from functions._shared.lineage import runs
from functions._shared.telemetry import entry
from functions.data_subject_requests import wiring
from functions.data_subject_requests.wiring import LOG


@entry(LOG)
def desk(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Do what *event* says and return what came of it; whatever is raised is one line."""
    return wiring.desk().do(event)


@entry(LOG)
@runs(LOG, "requests-states")
def state(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Do what a state of the workflow asks; whatever is raised is one line that names no person."""
    return wiring.work().do(event)
