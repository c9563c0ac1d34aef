"""The last way out of a state that stops every run: what is whole of it stays, and what had to go is told.

Nothing is asked of a cloud. What an interrupted operation left there, or what a dropped resource stands for, stays
there and has to be looked for by hand.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sandbox.state import checkpoint, checksum
from sandbox.state.checkpoint import Snapshot
from sandbox.state.codec import Json, check_operation, check_resource
from sandbox.state.errors import StateError
from sandbox.state.image import Image
from sandbox.state.journal import read_bytes, readable, write_durably
from sandbox.state.lock import StackLock


def repair(folder: Path, project: str, stack: str) -> list[str]:
    """Make the stack's state in *folder* one that a run can open; return a line for each thing that was done.

    Files that are replaced stay beside it, as `<stack>.json.before-repair` and `<stack>.journal.before-repair`.

    Raises:
        StateError: no file holds a state of the stack, or another run is at work.
    """
    lock = StackLock(folder / f"{stack}.lock", stack)
    lock.acquire()
    try:
        return _repaired(folder, project, stack)
    finally:
        lock.release()


def _repaired(folder: Path, project: str, stack: str) -> list[str]:
    path, journal = folder / f"{stack}.json", folder / f"{stack}.journal"
    source, data, document = _first_whole([path, path.with_name(f"{path.name}.bak")])
    if not data and not journal.exists():
        raise StateError(f"{path}: stack {stack} has no state yet")
    held = document.get("checkpoint", {})
    expected = f"organization/{project}/{stack}"
    if data and held.get("stack") != expected:
        raise StateError(f"{source}: holds stack {held.get('stack')!r}, expected {expected!r}; nothing was changed")
    done: list[str] = []
    if source != path:
        done.append(f"{path.name}: not to be read; {source.name} was taken in its place")
    elif checksum.KEY in document and not checksum.holds(data):
        done.append(f"{path.name}: edited, or damaged; taken as it is")
    latest = held.get("latest") or {}
    snapshot = _followed(latest, journal, hashlib.sha256(data).hexdigest() if data else "", done)
    snapshot.resources = _sound(snapshot.resources, done)
    done += [f"forgot that {_told(item)} had begun; look whether it is there" for item in snapshot.pending]
    snapshot.pending = []
    if not done:
        return []
    for old in (path, journal):
        if (data := read_bytes(old)) is not None:
            write_durably(old.with_name(f"{old.name}.before-repair"), data)
    write_durably(path, checksum.written(checkpoint.render(snapshot, project, stack)))
    journal.unlink(missing_ok=True)
    return done


def _first_whole(paths: Sequence[Path]) -> tuple[Path, bytes, Json]:
    """Return the first of *paths* that can be read, with what it holds; a new stack's is empty."""
    found = [(path, data) for path in paths if (data := read_bytes(path)) is not None]
    if not found:
        return paths[0], b"", {}
    for path, data in found:
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            continue
        if isinstance(document, dict) and isinstance(document.get("checkpoint"), dict):
            return path, data, document
    raise StateError(f"neither {paths[0]} nor {paths[1].name} holds a state; restore one from a copy")


def _followed(latest: Json, journal: Path, digest: str, done: list[str]) -> Snapshot:
    """Return what *latest* of the file of *digest* and as much of *journal* as follows it amount to."""
    provider = latest.get("secrets_providers") or {}
    salt = (provider.get("state") or {}).get("salt", "")
    snapshot = Snapshot(
        salt=salt,
        resources=[item for item in latest.get("resources") or () if isinstance(item, dict)],
        pending=list(latest.get("pending_operations") or ()),
        metadata=latest.get("metadata") or {},
    )
    records, dropped = readable(journal)
    if not records and not dropped:
        return snapshot
    if not records or records[0].get("checkpoint") != digest:
        if not records or records[-1].get("compacted") != digest:
            done.append(f"{journal.name}: follows another checkpoint; put aside")
        return snapshot
    image = Image(snapshot)
    followed = 0
    for record in records:
        try:
            image.apply(record)
        except (KeyError, TypeError, ValueError):
            break
        followed += 1
    if dropped or followed < len(records):
        done.append(f"{journal.name}: {followed} of {len(records) + dropped} records could be followed")
    else:
        done.append(f"{journal.name}: its {followed} records were taken up")
    result = image.snapshot()
    result.salt = next((record["salt"] for record in records if record.get("salt")), salt)
    return result


def _sound(resources: Sequence[Json], done: list[str]) -> list[Json]:
    whole = list(_whole(resources, done))
    urns = {resource["urn"] for resource in whole}
    providers = {
        f"{item['urn']}::{item.get('id', '')}" for item in whole if item["type"].startswith("pulumi:providers:")
    }
    kept = []
    for resource in whole:
        if (provider := resource.get("provider")) and provider not in providers:
            done.append(f"dropped {resource['urn']}: its provider {provider} isn't there; what it stands for stays")
            urns.discard(resource["urn"])
        else:
            kept.append(resource)
    cleaned = [_without_dangling(resource, urns, done) for resource in kept]
    ordered = checkpoint.settled(cleaned)
    if ordered != cleaned:
        done.append("put resources behind what they refer to")
    checkpoint.verify(ordered)
    return ordered


def _whole(resources: Sequence[Json], done: list[str]) -> Iterator[Json]:
    living: set[str] = set()
    for position, resource in enumerate(resources, 1):
        try:
            check_resource(resource, f"resource {position}")
        except StateError as error:
            done.append(f"dropped resource {position}: {error}")
            continue
        if resource["urn"] in living and not resource.get("delete"):
            done.append(f"dropped {resource['urn']}, {resource.get('id') or 'without id'}: it stands twice")
            continue
        if not resource.get("delete"):
            living.add(resource["urn"])
        yield resource


def _without_dangling(resource: Json, urns: set[str], done: list[str]) -> Json:
    result = dict(resource)
    for key in ("parent", "deletedWith"):
        if result.get(key) and result[key] not in urns:
            del result[key]
    if "dependencies" in result:
        result["dependencies"] = [urn for urn in result["dependencies"] if urn in urns]
    if "propertyDependencies" in result:
        result["propertyDependencies"] = {
            name: [urn for urn in found if urn in urns] for name, found in result["propertyDependencies"].items()
        }
    if result != resource:
        done.append(f"{resource['urn']}: dropped references to what isn't there")
    return result


def _told(operation: Any) -> str:
    try:
        check_operation(operation)
    except StateError:
        return "an operation of no known kind"
    return f"{operation['type']} {operation['resource']['urn']}"
