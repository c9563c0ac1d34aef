"""Which load a stack is held against: what is asked, or else what its configuration says it is to carry."""

import json
from typing import Final

from ops.capacity.load import Load
from ops.request import UsageError
from sandbox.project import Project

REQUESTS: Final = "requestsPerMinute"
EVENTS: Final = "eventsPerDay"


def load_of(
    project: Project, requests_per_minute: float | None, events_per_day: float | None, regions: int | None
) -> Load:
    """Return the load; *regions* are so many alike in place of the stack's own with their weights.

    Raises:
        UsageError: neither was asked nor says the configuration how many requests or events.
    """
    return Load(
        requests_per_minute=requests_per_minute or _target(project, REQUESTS, "--requests-per-minute"),
        events_per_day=events_per_day or _target(project, EVENTS, "--events-per-day"),
        weights=[1.0] * regions if regions else _weights(project),
    )


def _target(project: Project, name: str, option: str) -> float:
    kept = json.loads(project.config.get(f"{project.name}:targets", "{}"))
    if name not in kept:
        raise UsageError(f"{project.name}:targets.{name} isn't set for {project.stack}; set it, or give {option}")
    return float(kept[name])


def _weights(project: Project) -> list[float]:
    listed = json.loads(project.config.get(f"{project.name}:regions", "[]"))
    return [float(each["weight"]) for each in listed] or [1.0]
