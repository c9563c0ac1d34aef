"""Looks for something in every store of a stack in the sandbox, and holds what it finds to the catalogue."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final

from governance.loading import Catalogue
from ops.privacy.needle import Needle
from ops.privacy.readers import READERS, Ask
from ops.privacy.tables import Section, Table
from sandbox.state.model import ResourceState
from sandbox.values import reveal

UNREAD: Final = (
    "Stores that nothing here reads: what they hold stays unknown. None of them is emulated with its content."
)
_NAMES: Final = {
    "aws:s3/bucket:Bucket": "bucket",
    "aws:sfn/stateMachine:StateMachine": "arn",
    "aws:sqs/queue:Queue": "url",
}
"""Output that a reader knows a resource by, where it isn't `name`."""


@dataclass
class Looked:
    """What looking into one store of the catalogue came to."""

    name: str
    may_hold: bool
    """Whether the catalogue says that it may hold something of people."""
    resources: list[str] = field(default_factory=list)
    """Names of the resources that were read, with their region."""
    unread: list[str] = field(default_factory=list)
    bytes_read: int = 0
    places: Counter[str] = field(default_factory=Counter)
    """Where it was found, and how often."""

    @property
    def denied(self) -> bool:
        """Whether it was found where the catalogue says that nothing of anybody is."""
        return bool(self.places) and not self.may_hold


def search(
    catalogue: Catalogue,
    resources: Iterable[ResourceState],
    needles: Sequence[Needle],
    clients: Callable[[str], Ask],
) -> list[Looked]:
    """Return, for each store of *catalogue* that *resources* have, what looking for *needles* there came to.

    *clients* are by region.
    """
    found: dict[str, Looked] = {}
    for resource in resources:
        name = _store(catalogue, resource)
        if name is None:
            continue
        looked = found.setdefault(name, Looked(name, bool(catalogue.stores[name].holds)))
        read = READERS.get(resource.type)
        outputs: dict[str, Any] = reveal(resource.outputs)
        for region in _regions(outputs):
            label = f"{resource.name} in {region}"
            if read is None:
                looked.unread.append(label)
                continue
            looked.resources.append(label)
            for place, content in read(clients(region), outputs[_NAMES.get(resource.type, "name")]):
                looked.bytes_read += len(content)
                looked.places.update([f"{label}: {place}"] if any(each.within(content) for each in needles) else ())
    return [found[name] for name in catalogue.stores if name in found]


def document(looked: Sequence[Looked]) -> dict[str, Any]:
    """Return *looked* as a JSON document."""
    return {
        "stores": [
            {
                "name": each.name,
                "may_hold": each.may_hold,
                "read": each.resources,
                "unread": each.unread,
                "bytes": each.bytes_read,
                "found": dict(each.places),
            }
            for each in looked
        ]
    }


def sections(looked: Sequence[Looked]) -> list[Section]:
    """Return *looked* as tables: where it was found, what was read without finding it, and what wasn't read."""
    found = [
        (each.name, place, str(count), "" if each.may_hold else "the catalogue says that nothing of anybody is here")
        for each in looked
        for place, count in sorted(each.places.items())
    ]
    clean = [(each.name, str(len(each.resources)), f"{each.bytes_read:,}") for each in looked if each.resources]
    unread = [(each.name, str(len(each.unread))) for each in looked if each.unread]
    return [
        Section("Found", "" if found else "nowhere that was read", Table(("store", "where", "times", ""), found)),
        Section("Read", "", Table(("store", "resources", "bytes"), clean)),
        Section("Not read", UNREAD, Table(("store", "resources"), unread)),
    ]


def _store(catalogue: Catalogue, resource: ResourceState) -> str | None:
    for name, store in catalogue.stores.items():
        if any(each.type == resource.type and fnmatchcase(resource.name, each.name) for each in store.resources):
            return name
    return None


def _regions(outputs: dict[str, Any]) -> list[str]:
    """Return the region of a resource, and those of its replicas."""
    replicas = [each.get("regionName") or each.get("region") for each in outputs.get("replicas") or ()]
    return [str(outputs["region"]), *(str(each) for each in replicas)]
