"""Reads a state that was written by `pulumi stack export`, by `groot state export`, or by a file backend.

It may be another engine's, under keys that aren't at hand: its secrets stay sealed and count as unknown.
"""

import json
from pathlib import Path

from sandbox.state import checkpoint, checksum
from sandbox.state.codec import check_resource, decode_sealed
from sandbox.state.errors import StateError
from sandbox.state.model import ResourceState


def read(path: Path, project: str = "", stack: str = "") -> list[ResourceState]:
    """Return the resources in *path*, of whichever stack it is unless *stack* of *project* is asked for.

    Raises:
        StateError: it cannot be read, is no state, or holds another stack.
    """
    try:
        text = path.read_bytes()
        document = json.loads(text)
    except OSError as error:
        raise StateError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise StateError(f"{path}: not valid JSON ({error}); it may have been cut off") from None
    if isinstance(document, dict) and checksum.KEY in document and not checksum.holds(text):
        raise StateError(f"{path}: not what was written (its checksum differs); restore it from a copy")
    resources = _resources(document)
    if resources is None:
        raise StateError(f"{path}: not a state of version {checkpoint.VERSION}, as `pulumi stack export` writes it")
    for position, resource in enumerate(resources, 1):
        check_resource(resource, f"{path}: resource {position}")
    states = [decode_sealed(resource) for resource in resources]
    for state in states:
        if stack and state.urn.split("::")[:2] != [f"urn:pulumi:{stack}", project]:
            raise StateError(f"{path}: holds {state.urn}, which is not of stack {stack} of {project}")
    return states


def _resources(document: object) -> list[checkpoint.Json] | None:
    if not isinstance(document, dict) or document.get("version") != checkpoint.VERSION:
        return None
    holder = document.get("deployment")
    if holder is None and isinstance(document.get("checkpoint"), dict):
        holder = document["checkpoint"].get("latest")
    found = holder.get("resources", []) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else None
