"""Imports: whether what a program says of a resource is what is there.

What a program says is compared in the form it says it in. What it leaves out counts where it is there and the cloud
doesn't fill it in by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sandbox.engine.paths import contains, reset
from sandbox.providers.base import Diff, Live, Provider, Resource
from sandbox.values import Path, Properties


@dataclass(frozen=True)
class Found:
    """What is there, how a program's inputs differ from it, and those inputs, with what is ignored as it is there."""

    live: Live
    diff: Diff
    inputs: Properties


def compared(
    provider: Provider, told: Resource, import_id: str, inputs: Properties, ignored: Collection[Path]
) -> Found | None:
    """Compare checked *inputs* with what *import_id* names; None when there is nothing."""
    live = provider.read(told, import_id, {}, {})
    if live is None:
        return None
    inputs, _ = reset(inputs, live.inputs, list(ignored))
    there = provider.read(told, live.physical_id, inputs, live.outputs) or live
    diff = provider.diff(told, live.physical_id, there.inputs, there.outputs, inputs)
    unsaid = [name for name in live.inputs if name not in inputs and name not in live.filled]
    changed = [name for name in dict.fromkeys((*diff.changed, *unsaid)) if not is_ignored(name, ignored)]
    replaces = [name for name in diff.replaces if name in changed]
    return Found(live, Diff(changed=changed, replaces=replaces), inputs)


def is_ignored(name: str, ignored: Collection[Path]) -> bool:
    """Return whether all of the property *name* is at one of the paths *ignored*."""
    return any(len(path) == 1 and contains(path, (name,)) for path in ignored)
