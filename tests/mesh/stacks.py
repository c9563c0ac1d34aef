"""A stack of the project, deployed into a cluster for each of its regions, and for the rest into thin air.

The engine, the program and the applier are the real ones. AWS is a stand-in that takes everything and makes up ARNs,
since an emulated account would cost more time than the clusters, and nothing here asks it anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.engine.deployment import Deployment
from sandbox.project import load_project
from sandbox.providers.kubernetes.server import Server
from sandbox.providers.standard import standard_providers
from sandbox.values import Properties
from tests.conftest import ROOT
from tests.mesh.control_plane import ControlPlane
from tests.ops.conftest import NOWHERE
from tests.sandbox.engine.permissive import PermissiveProvider

ACCOUNT = "123456789012"
MADE_UP = (
    "accountId",
    "bucketRegionalDomainName",
    "clusterResourceId",
    "dnsName",
    "domainName",
    "endpoint",
    "executionArn",
    "hostedZoneId",
    "invokeUrl",
    "regionalDomainName",
    "repositoryUrl",
    "zoneId",
)
"""Outputs that the program makes something of, and that no input has."""


class ThinAir(PermissiveProvider):
    """An account in which everything is, and answers nothing but what the program can't do without."""

    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        return {**super().invoke(token, args, provider), "accountId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root"}

    @staticmethod
    def _outputs(physical_id: str, inputs: Properties) -> Properties:
        known = PermissiveProvider._outputs(physical_id, inputs)
        return {**dict.fromkeys(MADE_UP, f"{physical_id}.test"), "certificateAuthority": {"data": "AA=="}, **known}


@dataclass(frozen=True)
class Region:
    """What one region's cluster was to get, and that cluster."""

    plane: ControlPlane
    server: Server
    """The applier that the stack was deployed by."""
    manifests: list[dict[str, Any]]

    def of_kind(self, *kinds: str) -> list[dict[str, Any]]:
        return [one for one in self.manifests if one["kind"] in kinds]


@contextmanager
def deployed(name: str, folder: Path, planes: Callable[[int], Sequence[ControlPlane]]) -> Iterator[Sequence[Region]]:
    """Deploy the stack called *name* to as many *planes* as it has regions, and delete it afterwards.

    What it renders is in *folder*.
    """
    settings = yaml.safe_load((ROOT / f"Pulumi.{name}.yaml").read_text(encoding="utf-8"))["config"]
    names = [region["name"] for region in settings["groot:regions"]]
    clusters = dict(zip(names, planes(len(names)), strict=True))
    servers = {region: plane.server(name) for region, plane in clusters.items()}
    providers = standard_providers(NOWHERE, folder, servers)
    providers["aws"] = ThinAir()
    result = Deployment(load_project(ROOT, name, lambda _root: "test"), folder, providers, "test").up()
    assert not result.failed, (result.failures[:3], result.diagnostics)
    rendered = folder / ".sandbox" / "manifests" / name
    regions = [Region(clusters[one], servers[one], _read(rendered / one)) for one in names]
    yield regions
    for region in regions:
        for manifest in sorted(region.manifests, key=lambda one: one["kind"] == "Namespace"):
            region.server.delete(manifest)


def _read(folder: Path) -> list[dict[str, Any]]:
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.yaml"))]
