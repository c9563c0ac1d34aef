"""Stacks that other programs wrote down: `pulumi stack export`, `pulumi preview --json`, or Terraform's plan as JSON.

They are of any language and anybody's; nothing of their project is asked.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ops.judged_run import Subject
from ops.request import OperationError
from ops.terraform_plan import reading
from sandbox.engine.wire import UNKNOWN_VALUE
from sandbox.state import exported
from sandbox.state.codec import check_resource, decode_sealed
from sandbox.state.errors import StateError
from sandbox.state.model import ResourceState
from sandbox.values import UNKNOWN

FORMS = "expected what `pulumi stack export`, `pulumi preview --json` or `terraform show -json` of a plan writes"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a file says of one stack."""

    project: str
    stack: str
    subject: Subject
    states: Sequence[ResourceState]


def read(path: Path) -> Written:
    """Return what *path* says.

    Raises:
        OperationError: it can't be read, or is of none of the forms.
        StateError: it is a state or a preview, and damaged.
    """
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise OperationError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise OperationError(f"{path}: not JSON ({error}); {FORMS}") from None
    if isinstance(document, dict) and "resource_changes" in document:
        states = reading.states(document)
        return Written(project=reading.PROJECT, stack=path.stem, subject=Subject.PREVIEW, states=states)
    if isinstance(document, dict) and isinstance(document.get("steps"), list):
        return _written(path, Subject.PREVIEW, [_open(each) for each in _previewed(document["steps"], path)])
    if isinstance(document, dict) and document.keys() & {"deployment", "checkpoint"}:
        return _written(path, Subject.STATE, exported.read(path))
    raise OperationError(f"{path}: {FORMS}")


def _written(path: Path, subject: Subject, states: Sequence[ResourceState]) -> Written:
    if not states:
        raise OperationError(f"{path}: there is nothing in it to judge")
    stack, project = states[0].urn.removeprefix("urn:pulumi:").split("::", 2)[:2]
    return Written(project=project, stack=stack, subject=subject, states=states)


def _previewed(steps: Sequence[Any], path: Path) -> list[ResourceState]:
    """Return what will be there: the new state of each step, which those that delete don't have."""
    found = [each.get("newState") for each in steps if isinstance(each, dict)]
    resources = [each for each in found if each]
    if not resources and steps:
        raise StateError(f"{path}: no step says what a resource becomes; preview again with --json")
    for position, resource in enumerate(resources, 1):
        check_resource(resource, f"{path}: resource {position}")
    return [decode_sealed(resource) for resource in resources]


def _open(state: ResourceState) -> ResourceState:
    """Return *state* with what isn't known yet unknown; a preview tells outputs only of what stands already."""
    inputs, outputs = _opened(state.inputs), _opened(state.outputs)
    return replace(state, inputs=inputs, outputs={**inputs, **outputs})


def _opened(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _opened(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_opened(item) for item in value]
    return UNKNOWN if isinstance(value, str) and UNKNOWN_VALUE in value else value
