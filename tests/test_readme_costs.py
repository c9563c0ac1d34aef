"""What README.md says of the stacks is what they are."""

import re
from pathlib import Path

import pytest

from ops.capacity.asked import load_of
from ops.capacity.declared import declared
from ops.capacity.plan import needs
from ops.cost import prices
from ops.cost.breakdown import breakdown
from ops.judge import onlooker
from ops.judged_run import Subject
from sandbox.engine.deployment import Deployment, Options
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers
from tests.conftest import ROOT

COSTS = re.findall(
    r"^\| (\w+) \| (\d) \| \$([\d,]+) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)
NEAR = 0.01
"""How far off a rounded figure may be."""


def test_every_stack_is_told_with_its_cost() -> None:
    assert {stack for stack, _, _ in COSTS} == {path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml")}


@pytest.mark.parametrize(("stack", "regions", "told"), COSTS)
def test_a_stack_costs_what_is_told_and_carries_its_targets(
    stack: str, regions: str, told: str, emulator_endpoint: str, tmp_path: Path
) -> None:
    project = load_project(ROOT, stack, lambda _root: "test")
    deployment = Deployment(project, tmp_path, standard_providers(emulator_endpoint, tmp_path), "test")
    judge = onlooker()
    result = deployment.preview(Options(judge=judge))
    assert not result.failed, (result.failures[:3], result.diagnostics)
    resources = judge.run(project.name, stack, Subject.PREVIEW).resources
    taken = needs(load_of(project, None, None, None), declared(resources))
    assert [each for each in taken if not (each.is_enough or each.is_quota)] == []
    found = breakdown(resources, prices.load())
    assert float(told.replace(",", "")) == pytest.approx(float(found.whole.total), rel=NEAR)
    assert found.whole.unpriced == {}
    assert int(regions) == sum(region != "global" for region in found.regions)
