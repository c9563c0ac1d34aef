"""What a run tells while it goes on and when it is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.providers.base import Fidelity


class Op(StrEnum):
    """What happens to one resource."""

    SAME = "same"
    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    DELETE_REPLACED = "delete-replaced"
    """The original of a replacement goes; `REPLACE` has counted it."""
    READ = "read"
    REFRESH = "refresh"
    IMPORT = "import"
    RETAIN = "retain"
    """Dropped from the state and left alone in the cloud (`retain_on_delete`)."""


@dataclass(frozen=True, kw_only=True)
class PropertyChange:
    """One property of a step. Secrets show as `[secret]`, unknown values as `[unknown]`."""

    path: str
    old: Any = None
    new: Any = None
    forces_replacement: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One resource and what a run does, or would do, to it."""

    op: Op
    urn: str
    type: str
    name: str
    id: str | None = None
    fidelity: Fidelity | None = None
    """None for components and providers, which are nothing in the cloud."""
    changes: Sequence[PropertyChange] = ()
    source: str | None = None
    """`file:line` that declared the resource."""


@dataclass(frozen=True, kw_only=True)
class StepStarted:
    """A step is under way."""

    step: Step


@dataclass(frozen=True, kw_only=True)
class StepDone:
    """A step has succeeded."""

    step: Step
    seconds: float


@dataclass(frozen=True, kw_only=True)
class StepFailed:
    """A step has failed; nothing that depends on it will run."""

    step: Step
    message: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """A message of the program or the engine."""

    severity: str
    """`debug`, `info`, `warning` or `error`."""
    message: str
    urn: str = ""


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A policy that a resource, or the stack, does not meet."""

    rule: str
    level: str
    """`mandatory` or `advisory`."""
    message: str
    urn: str = ""
    source: str | None = None


Event = StepStarted | StepDone | StepFailed | Diagnostic | Violation


@dataclass(frozen=True, kw_only=True)
class Result:
    """The outcome of one run. `failed` says that something went wrong besides mandatory violations."""

    steps: Sequence[Step] = ()
    """Every resource's step, in the order they were decided; failed ones are in `failures` only."""
    failures: Sequence[StepFailed] = ()
    violations: Sequence[Violation] = ()
    obligations: Sequence[Violation] = ()
    """Rules that could not be judged because a value was not known."""
    waived: Sequence[Violation] = ()
    """Violations that somebody has accepted."""
    diagnostics: Sequence[Diagnostic] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict)
    """Stack outputs; secrets show as `[secret]`, unknown values as `[unknown]`."""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether a step or the program failed."""
        return bool(self.failures) or any(item.severity == "error" for item in self.diagnostics)

    @property
    def blocked(self) -> bool:
        """Whether a mandatory policy is violated."""
        return any(violation.level == "mandatory" for violation in self.violations)

    def changes(self) -> dict[str, int]:
        """Return how many resources were created, updated, replaced, deleted and left the same."""
        counts: dict[Op, int] = dict.fromkeys((Op.CREATE, Op.UPDATE, Op.REPLACE, Op.DELETE, Op.SAME), 0)
        for step in self.steps:
            if step.op is not Op.DELETE_REPLACED:
                counts[step.op] = counts.get(step.op, 0) + 1
        return {op.value: count for op, count in counts.items()}

    def fidelity(self) -> dict[str, int]:
        """Return how many of the resources are real, partial and recorded."""
        counts = dict.fromkeys(Fidelity, 0)
        for step in self.steps:
            if step.fidelity and step.op not in (Op.DELETE, Op.DELETE_REPLACED, Op.RETAIN):
                counts[step.fidelity] += 1
        return {fidelity.value: count for fidelity, count in counts.items()}
