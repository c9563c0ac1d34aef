"""Reads a document of `groot preview --json`, as far as the comment needs it."""

import datetime
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ops.cost.bill import Billed
from ops.cost.metering import Use
from ops.request import OperationError
from sandbox.engine import events


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class Change(_Model):
    """A property that differs."""

    path: str
    old: Any = None
    new: Any = None
    forces_replacement: bool = False


class Step(_Model):
    """A resource and what would happen to it."""

    op: events.Op
    urn: str
    type: str
    name: str
    source: str | None = None
    changes: tuple[Change, ...] = ()

    def event(self) -> events.Step:
        """Return it as the engine told it."""
        return events.Step(
            op=self.op,
            urn=self.urn,
            type=self.type,
            name=self.name,
            source=self.source,
            changes=[events.PropertyChange(**change.model_dump()) for change in self.changes],
        )


class Violation(_Model):
    """What a rule said of a resource, or of the stack."""

    rule: str
    level: str
    message: str
    urn: str = ""
    source: str | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it the same violation in another document."""
        return self.rule, self.urn


class Failure(Step):
    """A step that can't be done."""

    message: str


class Diagnostic(_Model):
    """A message of the program or the engine."""

    severity: str
    message: str


class Resource(_Model):
    """A resource that the program declares."""

    urn: str
    type: str
    region: str | None = None
    uses: Mapping[str, Decimal] | None = {}

    def billed(self) -> Billed:
        """Return it as a bill needs it."""
        uses = None if self.uses is None else [Use(meter=key, units=units) for key, units in self.uses.items()]
        return Billed(type=self.type, region=self.region, uses=uses)


class Waiver(_Model):
    """A waiver in use."""

    ticket: str
    rule: str
    approver: str
    expires: datetime.date
    resources: int


class Recorded(_Model):
    """A document."""

    stack: str
    changes: Mapping[str, int] = {}
    violations: tuple[Violation, ...] = ()
    obligations: tuple[Violation, ...] = ()
    steps: tuple[Step, ...] = ()
    failures: tuple[Failure, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    judged_at: datetime.datetime | None = None
    resources: tuple[Resource, ...] = ()
    controls: Mapping[str, Mapping[str, Sequence[str]]] = {}
    """By rule that is violated and framework's pack, the ids of the controls that rest on it."""
    waivers: tuple[Waiver, ...] = ()
    error: str | None = None

    @property
    def faults(self) -> list[str]:
        """Why the run could not take place, or the program not be run to its end; empty when all is well."""
        errors = [each.message for each in self.diagnostics if each.severity == "error"]
        return [self.error, *errors] if self.error is not None else errors

    @property
    def judged(self) -> bool:
        """Whether it says what was judged. One with faults, or of an older version, doesn't."""
        return not self.faults and self.judged_at is not None

    @property
    def comparable(self) -> bool:
        """Whether everything was judged: nothing depends on a step that can't be done."""
        return self.judged and not self.failures

    def completed_by(self, base: "Recorded") -> "Recorded":
        """Return it with what *base* has and nothing says of it here, because it depends on what can't be done."""
        if not self.failures:
            return self
        missing = [each for each in base.resources if each.urn not in self.region_by_urn]
        return self.model_copy(update={"resources": (*self.resources, *missing)})

    @cached_property
    def region_by_urn(self) -> Mapping[str, str | None]:
        """The region of each resource; None for what has none."""
        return {resource.urn: resource.region for resource in self.resources}

    @property
    def failed_controls(self) -> frozenset[tuple[str, str]]:
        """Packs and ids of the controls that something violates."""
        rules = {violation.rule for violation in self.violations}
        return frozenset(
            (pack, control)
            for rule in rules
            for pack, controls in self.controls.get(rule, {}).items()
            for control in controls
        )


def read(path: Path) -> Recorded:
    """Read the document at *path*.

    Raises:
        OperationError: there is none, or it is something else.
    """
    try:
        return Recorded.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise OperationError(f"{path}: cannot be read: {error}") from None
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        fault = f"{place}: {error.errors()[0]['msg']}" if place else error.errors()[0]["msg"]
    except (ValueError, RecursionError) as error:
        fault = f"not JSON: {error}"
    raise OperationError(f"{path}: not a document of `groot preview --json`: {fault}")
