import asyncio
from typing import Any

import pytest
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_mocks
from pulumi.runtime.stack import run_pulumi_func

from tests.components.edge.room import REGIONS, Plan, Room, declare


def test_both_stacks_deploy_and_a_second_run_changes_nothing(room: Room) -> None:
    assert [failure.message for failure in room.result.failures] == []
    assert [one.message for one in room.result.diagnostics if one.severity in ("error", "warning")] == []
    changes = room.again.changes()
    assert changes.pop("same") == room.result.changes()["create"]
    assert set(changes.values()) == {0}


MAX_LENGTHS = {
    "aws:apigatewayv2/vpcLink:VpcLink": 128,
    "aws:cloudfront/originAccessControl:OriginAccessControl": 64,
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": 60,
    "aws:iam/role:Role": 64,
    "aws:lb/loadBalancer:LoadBalancer": 32,
    "aws:lb/targetGroup:TargetGroup": 32,
    "aws:wafv2/webAcl:WebAcl": 128,
}
"""What the services allow (their API references)."""


class _Listing(Mocks):
    def __init__(self) -> None:
        self.declared: list[tuple[str, dict[str, Any]]] = []

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        if args.typ.startswith("aws:"):
            self.declared.append((args.typ, args.inputs))
        return f"{args.name}-id", {"arn": f"arn:aws:mock:::{args.name}", **args.inputs}

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        return dict(args.args), None


def edge(count: int, stack: str = "sized") -> list[tuple[str, dict[str, Any]]]:
    """Return what the edge of *count* regions declares, without an engine: types and inputs."""

    async def program() -> None:
        await run_pulumi_func(lambda: declare(Plan(stack=stack, regions=REGIONS[:count])))

    mocks = _Listing()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        set_mocks(mocks, project="groot", stack="test")
        loop.run_until_complete(program())
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    return mocks.declared


def test_each_further_region_adds_the_same_and_no_more() -> None:
    one, two, five = (len(edge(count)) for count in (1, 2, 5))
    assert five - two == 3 * (two - one)


@pytest.mark.parametrize("stack", ["a", "Odd_Stack.Name", "x" * 60])
def test_names_fit_their_services_whatever_the_stack_is_called(stack: str) -> None:
    found = [(kind, inputs["name"]) for kind, inputs in edge(2, stack) if kind in MAX_LENGTHS]
    assert {kind for kind, _ in found} == MAX_LENGTHS.keys()
    assert [(kind, name) for kind, name in found if len(name) > MAX_LENGTHS[kind]] == []
    assert len(set(found)) == len(found)
