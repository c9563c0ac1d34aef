"""Which clusters a command is told to apply manifests to: `--apply-to-context REGION=CONTEXT`.

A kubeconfig is read for this flag alone. What is applied is labelled by sandbox, stack and region, so that neither two
people's sandboxes of one stack nor two regions take each other's objects for theirs.
"""

import hashlib
import json
import os
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ops.request import OperationError, Request, UsageError
from sandbox.engine.run import provider_inputs
from sandbox.project import Project
from sandbox.providers.kubernetes import kubeconfig
from sandbox.providers.kubernetes.manifests import stands_in_a_cluster
from sandbox.providers.kubernetes.server import Server
from sandbox.state.model import ResourceState
from sandbox.values import reveal

FLAG = "--apply-to-context"
DEFAULT_FILE = "~/.kube/config"


@dataclass(frozen=True)
class Cluster:
    """A cluster that a person has named."""

    region: str
    context: str
    server: str
    """Address of its API server, as the kubeconfig has it."""

    def __str__(self) -> str:
        return f"{self.region}: context {self.context} at {self.server}"


def named(request: Request) -> Sequence[Cluster]:
    """Return the clusters that *request* names. Without the flag no kubeconfig is looked for.

    Raises:
        UsageError: a region or a cluster is named twice, or a context isn't in the kubeconfig.
        ProviderError: a kubeconfig can't be read.
    """
    pairs = [given.partition("=") for given in request.apply_to_context]
    if not pairs:
        if request.kubeconfig:
            raise UsageError(f"--kubeconfig goes with {FLAG} REGION=CONTEXT, which says where to apply")
        return []
    if wrong := [region + equals for region, equals, context in pairs if not (region and context)]:
        raise UsageError(f"{FLAG} {wrong[0]}: expected REGION=CONTEXT, such as us-east-1=kind-dev")
    known = kubeconfig.contexts(_files(request))
    for _, _, context in pairs:
        if context not in known:
            raise UsageError(f"{FLAG}: no context {context!r} in the kubeconfig; there are {', '.join(sorted(known))}")
    chosen = [Cluster(region, context, known[context]) for region, _, context in pairs]
    for what in ("region", "server"):
        if twice := [each for each, count in Counter(getattr(each, what) for each in chosen).items() if count > 1]:
            raise UsageError(f"{FLAG} names {what} {twice[0]} twice; each region has a cluster of its own")
    return chosen


def check_regions(clusters: Sequence[Cluster], project: Project, resources: Sequence[ResourceState]) -> None:
    """Raise `UsageError` when a region is neither of the stack's settings nor of what its state has rendered."""
    known = {region for region in _regions(resources).values() if region} | _configured(project)
    for cluster in clusters:
        if cluster.region not in known:
            raise UsageError(f"{FLAG} {cluster.region}=…: the stack has {', '.join(sorted(known)) or 'no regions'}")


def connect(request: Request, clusters: Sequence[Cluster], project: Project) -> Mapping[str, Server]:
    """Return the API server of each of *clusters*, by region. Raises `ProviderError` when one doesn't answer."""
    files = _files(request)
    return {each.region: kubeconfig.connect(files, each.context, _owner(project, each.region)) for each in clusters}


def left_behind(clusters: Sequence[Cluster], resources: Sequence[ResourceState]) -> Sequence[str]:
    """Return a warning for each region with objects in a cluster that a destruction doesn't reach."""
    regions = _regions(resources)
    counts = Counter(
        regions[state.urn] for state in resources if state.urn in regions and stands_in_a_cluster(reveal(state.outputs))
    )
    return [
        f"the cluster of {region} keeps {count} of the stack's objects; {FLAG} {region}=CONTEXT deletes them there too"
        for region, count in sorted(counts.items())
        if region not in {each.region for each in clusters}
    ]


def _regions(resources: Sequence[ResourceState]) -> Mapping[str, str]:
    """Return the region of each resource that is rendered, by URN: the last part of its folder's name."""
    providers = {state.urn: state for state in resources}
    folders = {
        state.urn: str(provider_inputs(state.provider, providers).get("renderYamlToDirectory", ""))
        for state in resources
        if state.type.startswith("kubernetes:")
    }
    return {urn: PurePath(folder).name for urn, folder in folders.items()}


def _configured(project: Project) -> set[str]:
    listed = json.loads(project.config.get(f"{project.name}:regions", "[]"))
    return {str(each["name"]) for each in listed if isinstance(each, dict) and "name" in each}


def _files(request: Request) -> Sequence[Path]:
    if request.kubeconfig:
        return [request.kubeconfig]
    given = [part for part in os.environ.get("KUBECONFIG", "").split(os.pathsep) if part]
    files = [Path(part).expanduser() for part in given or [DEFAULT_FILE]]
    return [file for file in files if file.exists()] or files


def _owner(project: Project, region: str) -> str:
    """Return what the stack's objects of *region* are labelled with, made of a number that this sandbox drew once.

    Raises:
        OperationError: the number can't be kept.
    """
    path = project.root / ".sandbox" / "cluster-owner"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            path.write_text(secrets.token_hex(16), encoding="utf-8")
        own = path.read_text(encoding="utf-8")
    except OSError as error:
        raise OperationError(f"cannot keep {path}: {error.strerror}") from None
    return hashlib.sha256(f"{own}/{project.name}/{project.stack}/{region}".encode()).hexdigest()[:16]
