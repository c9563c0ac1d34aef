"""What a cluster is given by name alone, and only that once."""

import json
from pathlib import Path
from typing import Any

import pytest

from ops import cli
from ops.feed.release import manifests, requested
from ops.request import OperationError
from tests.ops.feed.test_release import TOLD, of, provider, rendered, state

HERE = "us-east-1-on-request"


def labelled(kind: str, run: str) -> dict[str, Any]:
    return {**of(kind, run), "metadata": {"name": run, "namespace": "groot", "labels": {"groot/run": run}}}


KNOWN = state(
    provider("us-east-1"),
    provider(HERE),
    rendered("us-east-1", of("ConfigMap")),
    rendered(HERE, labelled("NetworkChaos", "pod-loss")),
    rendered(HERE, labelled("PodChaos", "pod-kill")),
    outputs={"feeds": TOLD},
)


def test_no_release_has_what_was_not_asked_for() -> None:
    assert [one["kind"] for one in manifests(KNOWN, "us-east-1")] == ["ConfigMap"]
    assert requested(KNOWN, "us-east-1", []) == []


def test_what_is_asked_for_comes_alone() -> None:
    assert [one["kind"] for one in requested(KNOWN, "us-east-1", ["pod-kill"])] == ["PodChaos"]


def test_a_name_that_the_stack_does_not_have_is_told_with_those_that_it_has() -> None:
    with pytest.raises(OperationError, match="--run pod-lost: the stack has pod-kill, pod-loss to run in us-east-1"):
        requested(KNOWN, "us-east-1", ["pod-lost"])
    with pytest.raises(OperationError, match="the stack has nothing to run in eu-west-1"):
        requested(KNOWN, "eu-west-1", ["pod-loss"])


def test_the_command_brings_it_for_one_feed(tmp_path: Path) -> None:
    exported = tmp_path / "state.json"
    exported.write_text(json.dumps(KNOWN))
    for run, wanted in (["--run", "pod-loss"], ["ConfigMap", "NetworkChaos"]), ([], ["ConfigMap"]):
        assert cli.run(["feed", "--state-file", str(exported), "--out", str(tmp_path / "made"), *run]) == 0
        made = json.loads((tmp_path / "made" / "us-east-1.json").read_text())
        assert [one["kind"] for wave in made["waves"] for one in wave["objects"]] == wanted


def test_a_region_without_a_cluster_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported = tmp_path / "state.json"
    exported.write_text(json.dumps(KNOWN))
    assert cli.run(["feed", "--state-file", str(exported), "--region", "mars-1"]) == 2
    assert "--region mars-1: the stack has no cluster there" in capsys.readouterr().err
