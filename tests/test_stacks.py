"""Other stacks than staging: dev, prod, any number of regions, many shards, odd names."""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.judge import project_judge
from sandbox.engine.deployment import Deployment, Options
from sandbox.engine.events import Result
from sandbox.engine.host import program_at
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers
from tests.conftest import ROOT, lend_functions, own_emulator

REGIONS = {
    "eu-west-1": "eu",
    "eu-central-1": "eu",
    "us-west-2": "us",
    "ap-southeast-2": "au",
    "ap-northeast-1": "jp",
}
"""None of them the region that AWS runs its edge services from."""


def prepared(folder: Path, endpoint: str, stack: str, count: int, **changes: Any) -> Deployment:
    """Return *stack*'s deployment: staging's settings with the first *count* of `REGIONS`, and *changes*."""
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    lend_functions(folder)
    config = yaml.safe_load((ROOT / "Pulumi.staging.yaml").read_text())["config"]
    weights = [100 - 10 * (count - 1), *[10] * (count - 1)]
    regions = [
        {"name": name, "residency": residency, "cidr": f"10.{index}.0.0/16", "weight": weights[index]}
        for index, (name, residency) in enumerate(list(REGIONS.items())[:count])
    ]
    config |= {"groot:regions": regions, "aws:region": regions[0]["name"]}
    if count == 1:
        del config["groot:chaos"]  # of which some is between regions
    config |= {f"groot:{key}": value for key, value in changes.items()}
    (folder / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": config}))
    project = load_project(folder, stack, lambda _root: "test")
    providers = standard_providers(endpoint, folder)
    return Deployment(project, folder / ".sandbox", providers, "test", program_at(ROOT))


def preview(folder: Path, endpoint: str, stack: str, count: int, **changes: Any) -> Result:
    """Preview what `prepared` prepares; no mandatory policy may be violated."""
    result = prepared(folder, endpoint, stack, count, **changes).preview(Options(judge=project_judge()))
    assert not result.failed, (result.failures[:3], result.diagnostics)
    assert [item for item in result.violations if item.level == "mandatory"] == []
    return result


def per_region(result: Result, type_token: str) -> int:
    return Counter(step.type for step in result.steps)[type_token]


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_a_stack_comes_up_in_an_account_of_its_own_and_stays_as_it_is(stack: str, tmp_path: Path) -> None:
    project = load_project(ROOT, stack, lambda _root: "test")
    with own_emulator(tmp_path) as endpoint:
        deployment = Deployment(project, tmp_path, standard_providers(endpoint, tmp_path), "test")
        result = deployment.up(Options(judge=project_judge()))
        assert not result.failed, (result.failures[:3], result.diagnostics)
        assert [item for item in result.violations if item.level == "mandatory"] == []
        again = deployment.up(Options(judge=project_judge())).changes()
    assert {op for op, count in again.items() if count} == {"same"}


def test_one_region_with_an_odd_name_stands_alone(tmp_path: Path, emulator_endpoint: str) -> None:
    result = preview(tmp_path, emulator_endpoint, "My_Very.Odd-Stack_Name-of-the-2nd-team", 1)
    assert per_region(result, "aws:eks/cluster:Cluster") == 1
    assert per_region(result, "aws:ec2transitgateway/peeringAttachment:PeeringAttachment") == 0
    assert per_region(result, "aws:rds/cluster:Cluster") == 2, "a shard has one member, in the one region"


def test_five_regions_on_four_continents_are_joined_pairwise(tmp_path: Path, emulator_endpoint: str) -> None:
    shards = 8
    database = {"shards": shards}
    result = preview(tmp_path, emulator_endpoint, "world", 5, database=database, protect=True, natPerZone=True)
    assert per_region(result, "aws:eks/cluster:Cluster") == 5
    assert per_region(result, "aws:ec2transitgateway/peeringAttachment:PeeringAttachment") == 10
    assert per_region(result, "aws:rds/cluster:Cluster") == 5 * shards
    writers = Counter(result.outputs["writers"].values())
    assert max(writers.values()) - min(writers.values()) <= 1, "writers are balanced"
