"""The folder of rendered manifests in other hands: what is edited, deleted or put there is told, and mended if ours."""

import json
from pathlib import Path
from typing import Any

import pytest

from ops import stacks
from sandbox.providers.kubernetes import KubernetesProvider
from tests.ops.conftest import Groot
from tests.ops.test_clusters import PROGRAM

FOLDER = ".sandbox/manifests/staging/us-east-1/1-manifest"
FILE = f"{FOLDER}/v1-namespace-default-apps.yaml"


@pytest.fixture
def desk(groot: Groot, monkeypatch: pytest.MonkeyPatch) -> Groot:
    """A stack that is up, with two clusters' manifests."""

    def providers(_endpoint: str, root: Path, clusters: Any) -> Any:
        return {"aws": groot.cloud, "kubernetes": KubernetesProvider(root, clusters)}

    monkeypatch.setattr(stacks, "standard_providers", providers)
    regions = json.dumps([{"name": "us-east-1"}, {"name": "eu-west-1"}])
    groot.write("Pulumi.staging.yaml", f"config: {{aws:region: us-east-1, sample:regions: {regions}}}\n")
    groot.program(PROGRAM)
    up = groot.run("up")
    assert (up.code, up.err) == (0, "")
    return groot


def told(document: dict[str, Any]) -> int:
    """How many resources are to be written, in place: one that is gone may be found so before the program runs."""
    changes = document["changes"]
    assert changes.get("replace", 0) == changes.get("delete", 0) == 0
    return changes["create"] + changes["update"]


@pytest.mark.parametrize("change", ["edited", "deleted"])
def test_a_file_that_somebody_changed_is_told_by_a_preview_and_written_anew_by_up(desk: Groot, change: str) -> None:
    file = desk.root / FILE
    rendered = file.read_bytes()
    if change == "edited":
        file.write_bytes(rendered + b"spec: {finalizers: [mine]}\n")
    else:
        file.unlink()
    previewed = desk.run("preview", "--json").document
    assert told(previewed) == 1
    assert desk.run("drift").code == 4
    assert told(desk.run("up", "--json").document) == 1
    assert file.read_bytes() == rendered
    assert told(desk.run("up", "--json").document) == 0


@pytest.mark.parametrize("command", ["preview", "up", "drift"])
def test_a_second_writer_s_file_is_told_and_left_alone(desk: Groot, command: str) -> None:
    (desk.root / FOLDER / "v1-configmap-default-theirs.yaml").write_text("kind: ConfigMap\n")
    outcome = desk.run(command)
    assert outcome.code == 0
    [told] = [line for line in outcome.err.splitlines() if line.startswith("warning")]
    assert told.startswith(f"warning: {FOLDER}/v1-configmap-default-theirs.yaml: the stack renders no such file")
    assert (desk.root / FOLDER / "v1-configmap-default-theirs.yaml").exists()


def test_the_same_program_renders_the_same_bytes_elsewhere(desk: Groot) -> None:
    there = {path: (desk.root / path).read_bytes() for path in (desk.root / ".sandbox/manifests").rglob("*.yaml")}
    for path in there:
        path.unlink()
    assert desk.run("up").code == 0
    assert {path: path.read_bytes() for path in there} == there
