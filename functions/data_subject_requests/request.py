"""What is kept of a request, and how it is written."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from functions.data_subject_requests.acts import Correction
from functions.data_subject_requests.errors import OutOfOrderError
from functions.data_subject_requests.kinds import Kind, kind
from functions.data_subject_requests.plan import Mode, Step


class Status(StrEnum):
    """Where a request is."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request."""

    id: str
    kind: str
    subjects: tuple[str, ...]
    """By which names the person is known; none once it has ended."""
    digests: tuple[str, ...]
    """Of each of them (`named`), by which whoever knows the name knows it again."""
    content: str
    """Digest of what was asked, by which the same request is known again."""
    zone: str
    received_at: str
    """RFC 3339, in UTC, as all moments here."""
    due_at: str
    proven: bool = False
    """Whether who asks was shown to be whom they ask for."""
    by_agent: bool = False
    corrections: tuple[Correction, ...] = ()
    """What is to be corrected; none once it has ended."""
    status: Status = Status.OPEN
    extended: str = ""
    """Why it was extended, by law."""
    refused: str = ""
    planned: bool = False
    steps: tuple[Step, ...] = ()
    found: Mapping[str, int] | None = None
    """How often each store that was searched still names the person, where it may; None before a search."""
    handed_at: str = ""
    """When the export was handed out."""
    told: tuple[str, ...] = ()
    """Recipients who were told."""
    ended_at: str = ""
    version: int = 0
    """How often it was kept."""

    @property
    def of(self) -> Kind:
        """Return its kind."""
        return kind(self.kind)

    def step(self, store: str) -> Step:
        """Return what is done in *store*; raises OutOfOrderError where nothing is."""
        for each in self.steps:
            if each.store == store:
                return each
        raise OutOfOrderError("the request has no step in that store")

    @property
    def left(self) -> tuple[Step, ...]:
        """Return the steps that somebody has still to do."""
        return tuple(each for each in self.steps if not each.done and each.mode is not Mode.TOLD)

    @property
    def ready(self) -> tuple[Step, ...]:
        """Return those of them that the workflow can do now, each in the order of the plan."""
        if self.status is not Status.OPEN:
            return ()
        return tuple(
            each
            for each in self.left
            if each.mode is not Mode.PERSON and (not each.after or self.step(each.after).done)
        )


def named(request: str, subject: str) -> str:
    """Return the digest that stands for *subject* in what is kept of a request (SHA-256, salted by its id)."""
    return hashlib.sha256(f"{request}\0{subject}".encode()).hexdigest()


def text(request: Request) -> str:
    """Return *request* as JSON."""
    return json.dumps(asdict(request), sort_keys=True)


def read(told: str) -> Request:
    """Return the request that `text` wrote."""
    found: Mapping[str, Any] = json.loads(told)
    steps = tuple(Step(**{**each, "mode": Mode(each["mode"])}) for each in found["steps"])
    texts = {name: tuple(found.get(name, ())) for name in ("subjects", "digests", "told", "corrections")}
    return Request(**{**found, **texts, "steps": steps, "status": Status(found["status"])})
