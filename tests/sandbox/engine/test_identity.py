"""By what a resource is recognised: its URN, or an alias."""

import pulumi

from sandbox.engine.events import Op
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import Group, Thing, ops, succeeded, up


def test_a_renamed_resource_is_recognised_by_its_alias(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("user", of=Thing("before").arn)))
    before = set(stack.provider.cloud)
    opts = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="before")])
    result = succeeded(up(stack, lambda: Thing("user", of=Thing("after", opts).arn)))

    assert ops(result) == {"after": Op.SAME, "user": Op.SAME}
    assert set(stack.provider.cloud) == before
    assert ops(succeeded(up(stack, lambda: Thing("user", of=Thing("after").arn)))) == {
        "after": Op.SAME,
        "user": Op.SAME,
    }


def test_the_children_of_a_renamed_component_follow_it(stack: Stack) -> None:
    succeeded(up(stack, lambda: Group("before")))
    result = succeeded(up(stack, lambda: Group("after", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="before")]))))
    assert ops(result) == {"after-thing": Op.SAME}


def test_a_resource_moved_into_a_component_is_recognised(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("thing", size=1)))

    class Holder(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("groot:index:Holder", "holder")
            alias = pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)
            Thing("thing", pulumi.ResourceOptions(parent=self, aliases=[alias]), size=1)

    assert ops(succeeded(up(stack, Holder))) == {"thing": Op.SAME}


def test_two_resources_of_one_name_are_refused(stack: Stack) -> None:
    result = up(stack, lambda: (Thing("a"), Thing("a")))
    assert any("duplicate resource URN" in item.message for item in result.diagnostics)
