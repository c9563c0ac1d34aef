"""A stack of the project, deployed into a cluster for each of its regions, and for the rest into thin air.

The engine, the program and the applier are the real ones. AWS is a stand-in that takes everything and makes up ARNs,
since an emulated account would cost more time than the clusters, and nothing here asks it anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
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
from tests.mesh.control_plane import ControlPlane, control_plane
from tests.mesh.kinds import define
from tests.ops.conftest import NOWHERE
from tests.sandbox.engine.permissive import PermissiveProvider

ACCOUNT = "123456789012"


class ThinAir(PermissiveProvider):
    """An account in which everything is, and answers nothing but what the program can't do without."""

    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        return {**super().invoke(token, args, provider), "accountId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root"}

    @staticmethod
    def _outputs(physical_id: str, inputs: Properties) -> Properties:
        known = PermissiveProvider._outputs(physical_id, inputs)
        return {
            "accountId": ACCOUNT,
            "certificateAuthority": {"data": "AA=="},
            "dnsName": f"{physical_id}.test",
            **known,
        }


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
def deployed(name: str, folder: Path) -> Iterator[Sequence[Region]]:
    """Deploy the stack called *name*, and give its regions; what it renders is in *folder*."""
    settings = yaml.safe_load((ROOT / f"Pulumi.{name}.yaml").read_text(encoding="utf-8"))["config"]
    names = [region["name"] for region in settings["groot:regions"]]
    with ExitStack() as running:
        with ThreadPoolExecutor() as starters:
            planes = list(starters.map(lambda _: _started(running), names))
        servers = {region: plane.server() for region, plane in zip(names, planes, strict=True)}
        providers = standard_providers(NOWHERE, folder, servers)
        providers["aws"] = ThinAir()
        project = load_project(ROOT, name, lambda _root: "test")
        result = Deployment(project, folder, providers, "test").up()
        assert not result.failed, (result.failures[:3], result.diagnostics)
        rendered = folder / ".sandbox" / "manifests" / name
        yield [
            Region(plane, servers[region], _read(rendered / region))
            for region, plane in zip(names, planes, strict=True)
        ]


def _started(running: ExitStack) -> ControlPlane:
    plane = running.enter_context(control_plane())
    define(plane)
    return plane


def _read(folder: Path) -> list[dict[str, Any]]:
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.yaml"))]
