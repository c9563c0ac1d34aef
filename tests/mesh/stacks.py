"""A stack of the project, deployed into an emulated account and into a cluster for each of its regions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.engine.deployment import Deployment
from sandbox.project import load_project
from sandbox.providers.kubernetes.server import Server
from sandbox.providers.standard import standard_providers
from tests.conftest import ROOT, own_emulator
from tests.mesh.control_plane import ControlPlane


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
    project = load_project(ROOT, name, lambda _root: "test")
    with own_emulator(folder) as endpoint:
        result = Deployment(project, folder, standard_providers(endpoint, folder, servers), "test").up()
    assert not result.failed, (result.failures[:3], result.diagnostics)
    rendered = folder / ".sandbox" / "manifests" / name
    regions = [Region(clusters[one], servers[one], _read(rendered / one)) for one in names]
    yield regions
    for region in regions:
        for manifest in sorted(region.manifests, key=lambda one: one["kind"] == "Namespace"):
            region.server.delete(manifest)


def _read(folder: Path) -> list[dict[str, Any]]:
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.yaml"))]
