"""The document that `--json` prints: one, whatever happens, with the same keys in every outcome."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ops import controls
from ops.request import Command, Request
from sandbox.engine.events import Op, PropertyChange, Result, Step, Violation

if TYPE_CHECKING:
    from ops.breaches import Breach

Document = dict[str, Any]


def of(request: Request, result: Result, endpoint: str | None, broken: "Sequence[Breach]" = ()) -> Document:
    """Return what *result* says, and what drift has *broken*. Keys that only some outcomes have may be left out."""
    document: Document = {
        "stack": request.stack,
        "engine": request.engine.value,
        "endpoint": endpoint,
        "changes": result.changes(),
        "fidelity": result.fidelity(),
        "violations": [_violation(item) for item in result.violations],
        "outputs": dict(result.outputs),
        "seconds": round(result.seconds, 3),
    }
    changed = [_step(step) for step in result.steps if step.op is not Op.SAME]
    optional: Document = {
        "drift" if request.command is Command.DRIFT else "steps": changed,
        "broken": [_breach(item) for item in broken],
        "obligations": [_violation(item) for item in result.obligations],
        "waived": [_violation(item) for item in result.waived],
        "failures": [_step(item.step) | {"message": item.message} for item in result.failures],
        "diagnostics": [
            {"severity": item.severity, "message": item.message, "urn": item.urn}
            for item in result.diagnostics
            if item.severity != "debug"
        ],
    }
    return document | {key: value for key, value in optional.items() if value}


def failed(request: Request, message: str, endpoint: str | None = None) -> Document:
    """Return the document of a run that could not take place."""
    return of(request, Result(), endpoint) | {"error": message}


def _step(step: Step) -> Document:
    return {
        "op": step.op.value,
        "urn": step.urn,
        "type": step.type,
        "name": step.name,
        "id": step.id,
        "source": step.source,
        "changes": [_change(change) for change in step.changes],
    }


def _change(change: PropertyChange) -> Document:
    return {
        "path": change.path,
        "old": change.old,
        "new": change.new,
        "forces_replacement": change.forces_replacement,
    }


def _breach(breach: "Breach") -> Document:
    verdict = breach.verdict
    return {
        "rule": verdict.rule,
        "urn": verdict.urn,
        "message": verdict.message,
        "source": verdict.source,
        "controls": {pack: list(controls) for pack, controls in breach.controls.items()},
    }


def _violation(violation: Violation) -> Document:
    return {
        "rule": violation.rule,
        "level": violation.level,
        "urn": violation.urn,
        "message": violation.message,
        "source": violation.source,
        "controls": {pack: list(ids) for pack, ids in controls.of(violation.rule).items()},
    }
