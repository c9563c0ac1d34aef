"""Feeding a cluster: apply a release wave by wave, wait until each is up, and take away what a release has no more.

What is refused is tried again until time is up: definitions, webhooks and namespaces take a moment to be there. The
cluster itself keeps the list of what it was fed, so that nothing that others put there is ever taken away; namespaces
and definitions stay in any case, since objects of others go with them.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions._shared.kubernetes import NOT_FOUND, ApiError
from functions.feeder.artifact import Name, Release, Wave
from functions.feeder.cluster import Cluster
from functions.feeder.errors import FeedError
from functions.feeder.readiness import missing

SYSTEM: Final = "kube-system"
INVENTORY: Final = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "groot-feed", "namespace": SYSTEM}}
KEPT: Final = frozenset({"CustomResourceDefinition", "Namespace"})
PAUSE_SECONDS: Final = 5


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Time as a run has it."""

    remaining_seconds: Callable[[], float]
    sleep: Callable[[float], None]


@dataclass(frozen=True, kw_only=True)
class Fed:
    """What a run has done."""

    applied: int
    deleted: int


def feed(cluster: Cluster, release: Release, digest: str, clock: Clock) -> Fed:
    """Bring *cluster* to what *release* says.

    Raises:
        FeedError: time was up before everything was applied and up; the message says what is missing.
    """
    before = _inventory(cluster)
    named: set[Name] = set()
    for wave in release.waves:
        _apply(cluster, wave, clock)
        named.update(_names(cluster, wave))
        _keep(cluster, before | named, digest)
        _wait(cluster, wave, clock)
    gone = sorted(before - named - release.left, reverse=True)
    for name in gone:
        _delete(cluster, name)
    _keep(cluster, named, digest)
    return Fed(applied=len(named), deleted=len(gone))


def _apply(cluster: Cluster, wave: Wave, clock: Clock) -> None:
    left = list(wave.objects)
    while left:
        refused: list[tuple[Any, str]] = []
        for obj in left:
            try:
                cluster.apply(obj, wave.namespace)
            except ApiError as error:
                refused.append((obj, _reason(obj, error)))
        left = [obj for obj, _ in refused]
        if left:
            _pause(clock, (f"{_called(obj)} was refused: {reason}" for obj, reason in refused))


def _reason(obj: Mapping[str, Any], error: ApiError) -> str:
    """Return why *obj* was refused; of a secret the status alone, since words might repeat it."""
    return f"status {error.status}" if obj["kind"] == "Secret" else str(error)


def _wait(cluster: Cluster, wave: Wave, clock: Clock) -> None:
    waited = list(wave.objects)
    while waited:
        lacking = [(obj, _lack(cluster, obj, wave.namespace)) for obj in waited]
        waited = [obj for obj, lack in lacking if lack]
        if waited:
            _pause(clock, (f"{_called(obj)}: {lack}" for obj, lack in lacking if lack))


def _lack(cluster: Cluster, obj: Mapping[str, Any], namespace: str) -> str | None:
    try:
        live = cluster.read(obj, namespace)
    except ApiError as error:
        return _reason(obj, error)
    return "it is gone again" if live is None else missing(live)


def _pause(clock: Clock, reasons: Iterable[str]) -> None:
    if clock.remaining_seconds() < 2 * PAUSE_SECONDS:
        raise FeedError("time is up; still missing: " + "; ".join(reasons))
    clock.sleep(PAUSE_SECONDS)


def _names(cluster: Cluster, wave: Wave) -> Iterable[Name]:
    for obj in wave.objects:
        yield obj["apiVersion"], obj["kind"], cluster.namespace_of(obj, wave.namespace), obj["metadata"]["name"]


def _inventory(cluster: Cluster) -> set[Name]:
    found = cluster.read(INVENTORY, SYSTEM)
    return {tuple(name) for name in json.loads(found["data"]["objects"])} if found else set()


def _keep(cluster: Cluster, names: set[Name], digest: str) -> None:
    data = {"objects": json.dumps(sorted(names)), "release": digest}
    cluster.apply({**INVENTORY, "data": data}, SYSTEM)


def _delete(cluster: Cluster, name: Name) -> None:
    api, kind, namespace, called = name
    if kind in KEPT:
        return
    try:
        cluster.delete({"apiVersion": api, "kind": kind, "metadata": {"name": called}}, namespace)
    except ApiError as error:
        if error.status != NOT_FOUND:  # its kind is gone, and it with it
            raise


def _called(obj: Mapping[str, Any]) -> str:
    return f"{obj['kind']} {obj['metadata']['name']}"
