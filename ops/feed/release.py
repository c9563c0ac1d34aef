"""What a cluster is fed, by a stack's state: its manifests, and those of the charts that its output `feeds` names.

A release is waves of objects, each up before the next begins: definitions and namespaces, who issues certificates,
certificates, the charts in their order, and then the rest of the platform's own manifests. The state is the source, and
not what a run rendered: a run renders only what it changed.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from ops.feed.gitops import Gitops
from ops.request import OperationError

Manifest = Mapping[str, Any]
EARLY: Final[Sequence[frozenset[str]]] = (
    frozenset({"CustomResourceDefinition", "Namespace"}),
    frozenset({"AWSPCAClusterIssuer", "ClusterIssuer"}),
    frozenset({"Certificate"}),
)
"""Kinds of the platform's own manifests that go before the charts, wave by wave."""
ON_REQUEST: Final = "-on-request"
"""End of the name of a folder whose manifests are in no release, unless asked for by name."""
RUN: Final = "groot/run"
"""Label with that name."""
SEALED: Final = "4dabf18193072939515e22adb298388d"
"""Key that marks a value of the state that isn't in clear (Pulumi, `sdk/go/common/resource/sig`)."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One region's part of the stack's output `feeds`."""

    region: str
    cluster: str
    kubernetes: str
    """Minor version of the cluster."""
    repository: str
    signing_key: str
    function: str
    images: Sequence[Mapping[str, str]]
    """What is copied, `from` where `to` where."""
    charts: Sequence[Mapping[str, Any]]
    gitops: Gitops | None = None
    """What Argo CD is told, in the region where it is."""


def feeds(state: Mapping[str, Any]) -> list[Feed]:
    """Return what each region's cluster is fed by. Raises `OperationError` where the stack doesn't say it."""
    stack = next((one for one in _resources(state) if one["type"] == "pulumi:pulumi:Stack"), {})
    told = stack.get("outputs", {}).get("feeds")
    if not told:
        raise OperationError("the state has no output `feeds`; deploy the stack, then feed its clusters")
    return [
        Feed(
            region=region,
            cluster=one["cluster"],
            kubernetes=one["kubernetes"],
            repository=one["repository"],
            signing_key=one["signingKey"],
            function=one["function"],
            images=one["images"],
            charts=one["charts"],
            gitops=Gitops(**one["gitops"]) if "gitops" in one else None,
        )
        for region, one in sorted(told.items())
    ]


def requested(state: Mapping[str, Any], region: str, runs: Sequence[str]) -> list[Manifest]:
    """Return the manifests that the cluster in *region* is given for *runs*, by their label.

    Raises:
        OperationError: the stack has none of that name; it says which there are.
    """
    found = manifests(state, f"{region}{ON_REQUEST}")
    by_run = {run: [one for one in found if one["metadata"].get("labels", {}).get(RUN) == run] for run in runs}
    if unknown := [run for run, given in by_run.items() if not given]:
        known = sorted({one["metadata"]["labels"][RUN] for one in found})
        raise OperationError(f"--run {unknown[0]}: the stack has {', '.join(known) or 'nothing'} to run in {region}")
    return [one for given in by_run.values() for one in given]


def manifests(state: Mapping[str, Any], region: str) -> list[Manifest]:
    """Return the manifests that the stack has for *region*'s cluster."""
    providers = {
        f"{one['urn']}::{one['id']}"
        for one in _resources(state)
        if one["type"] == "pulumi:providers:kubernetes"
        and PurePosixPath(one["inputs"].get("renderYamlToDirectory", "")).name == region
    }
    found: list[Manifest] = [
        {name: value for name, value in one["inputs"].items() if not name.startswith("__")}
        for one in _resources(state)
        if one["type"].startswith("kubernetes:") and one.get("provider") in providers
    ]
    if sealed := [one for one in found if SEALED in json.dumps(one)]:
        named = ", ".join(f"{one['kind']} {one['metadata']['name']}" for one in sealed)
        raise OperationError(f"{named}: holds a secret, which manifests can't; hand it over as delivery's wiring does")
    return found


def release(
    feed: Feed,
    own: Sequence[Manifest],
    charts: Sequence[tuple[str, Sequence[Manifest]]],
    left: Sequence[Manifest] = (),
) -> bytes:
    """Return the release of *own* manifests and of *charts* (namespace and manifests), the same bytes for the same.

    What is *left* to Argo CD is named, so that a cluster that was fed it before keeps it.
    """
    definitions = [one for _, rendered in charts for one in rendered if one["kind"] in EARLY[0]]
    waves = [("default", [*definitions, *(one for one in own if one["kind"] in EARLY[0])])]
    waves += [("default", [one for one in own if one["kind"] in kinds]) for kinds in EARLY[1:]]
    waves += [(namespace, [one for one in rendered if one["kind"] not in EARLY[0]]) for namespace, rendered in charts]
    waves.append(("default", [one for one in own if not any(one["kind"] in kinds for kinds in EARLY)]))
    document = {
        "cluster": feed.cluster,
        "waves": [{"namespace": namespace, "objects": objects} for namespace, objects in waves if objects],
        **({"left": sorted(_name(one) for one in left)} if left else {}),
    }
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def _name(manifest: Manifest) -> list[str]:
    metadata = manifest["metadata"]
    return [manifest["apiVersion"], manifest["kind"], metadata.get("namespace", ""), metadata["name"]]


def digest(content: bytes) -> str:
    """Return the digest of *content* as registries write it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _resources(state: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from state.get("deployment", {}).get("resources", ())
