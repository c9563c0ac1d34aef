from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.components.edge.declaring import declared
from tests.components.edge.room import REGIONS, Plan, Room, declare


def test_both_stacks_deploy_and_a_second_run_changes_nothing(room: Room) -> None:
    assert [failure.message for failure in room.result.failures] == []
    assert [one.message for one in room.result.diagnostics if one.severity in ("error", "warning")] == []
    changes = room.again.changes()
    assert changes.pop("same") == room.result.changes()["create"]
    assert set(changes.values()) == {0}


MAX_LENGTHS = {
    "aws:cloudfront/originAccessControl:OriginAccessControl": 64,
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": 60,
    "aws:iam/role:Role": 64,
    "aws:wafv2/webAcl:WebAcl": 128,
}
"""What the services allow (their API references)."""


def edge(folder: Path, count: int, stack: str = "sized") -> list[tuple[str, dict[str, Any]]]:
    """Return what the edge of *count* regions declares: types and inputs."""
    return list(declared(partial(declare, Plan(stack=stack, regions=REGIONS[:count])), folder).values())


def test_each_further_region_adds_the_same_and_no_more(tmp_path_factory: pytest.TempPathFactory) -> None:
    one, two, five = (len(edge(tmp_path_factory.mktemp("edge"), count)) for count in (1, 2, 5))
    assert five - two == 3 * (two - one)


@pytest.mark.parametrize("stack", ["a", "Odd_Stack.Name", "x" * 60])
def test_names_fit_their_services_whatever_the_stack_is_called(stack: str, tmp_path: Path) -> None:
    found = [(kind, inputs["name"]) for kind, inputs in edge(tmp_path, 2, stack) if kind in MAX_LENGTHS]
    assert {kind for kind, _ in found} == MAX_LENGTHS.keys()
    assert [(kind, name) for kind, name in found if len(name) > MAX_LENGTHS[kind]] == []
    assert len(set(found)) == len(found)
