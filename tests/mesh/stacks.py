"""A stack of the project, deployed into an emulated account and into a cluster for each of its regions."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.engine.deployment import Deployment
from sandbox.engine.events import Result
from sandbox.project import load_project
from sandbox.providers.kubernetes.server import Server
from sandbox.providers.standard import standard_providers
from tests.conftest import ROOT, own_emulator
from tests.mesh.control_plane import ControlPlane, control_plane
from tests.mesh.kinds import define


@dataclass(frozen=True)
class Region:
    """What one region's cluster was to get, and that cluster."""

    plane: ControlPlane
    server: Server
    """The applier that the stack was deployed by."""
    manifests: list[dict[str, Any]]

    def of_kind(self, *kinds: str) -> list[dict[str, Any]]:
        return [one for one in self.manifests if one["kind"] in kinds]


@dataclass(frozen=True)
class Stack:
    """A stack that is up."""

    deployment: Deployment
    result: Result
    regions: Mapping[str, Region]


@contextmanager
def deployed(name: str, folder: Path) -> Iterator[Stack]:
    """Deploy the stack called *name*; what it renders is in *folder*. Nothing of it is left afterwards."""
    settings = yaml.safe_load((ROOT / f"Pulumi.{name}.yaml").read_text(encoding="utf-8"))["config"]
    names = [region["name"] for region in settings["groot:regions"]]
    with ExitStack() as running:
        with ThreadPoolExecutor() as starters:
            planes = list(starters.map(lambda _: _started(running), names))
        servers = {region: plane.server() for region, plane in zip(names, planes, strict=True)}
        endpoint = running.enter_context(own_emulator(folder))
        project = load_project(ROOT, name, lambda _root: "test")
        deployment = Deployment(project, folder, standard_providers(endpoint, folder, servers), "test")
        result = deployment.up()
        assert not result.failed, (result.failures[:3], result.diagnostics)
        rendered = folder / ".sandbox" / "manifests" / name
        yield Stack(
            deployment,
            result,
            {
                region: Region(plane, servers[region], _read(rendered / region))
                for region, plane in zip(names, planes, strict=True)
            },
        )


def _started(running: ExitStack) -> ControlPlane:
    plane = running.enter_context(control_plane())
    define(plane)
    return plane


def _read(folder: Path) -> list[dict[str, Any]]:
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.yaml"))]
