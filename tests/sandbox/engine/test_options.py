"""Resource options: protect, retain, ignore, replace, transforms, explicit providers."""

from typing import Any

import pulumi
import pytest

from sandbox.engine.events import Op
from sandbox.providers.base import Resource
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import THING, Group, Program, Thing, names, ops, succeeded, up

PROTECT = pulumi.ResourceOptions(protect=True)


@pytest.mark.parametrize("change", [lambda: None, lambda: Thing("a", PROTECT, type="two")], ids=["delete", "replace"])
def test_a_protected_resource_is_neither_deleted_nor_replaced(stack: Stack, change: Program) -> None:
    succeeded(up(stack, lambda: (Thing("a", PROTECT, type="one"), Thing("b"))))
    result = up(stack, lambda: (change(), None)[1])

    assert "protected" in result.failures[0].message
    assert names(stack) == ["a", "b"]
    assert stack.deployment(lambda: None).destroy().failed
    stack.unprotect()
    succeeded(stack.deployment(lambda: None).destroy())
    assert names(stack) == []


def test_protection_that_comes_with_a_replacing_change_holds_and_one_that_goes_with_it_does_not(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", type="one")))
    before = list(stack.provider.cloud)
    refused = up(stack, lambda: Thing("a", PROTECT, type="two"))
    assert "take `protect` off in the program first" in refused.failures[0].message
    assert list(stack.provider.cloud) == before

    succeeded(up(stack, lambda: Thing("a", PROTECT, type="one")))
    assert ops(succeeded(up(stack, lambda: Thing("a", type="two")))) == {"a": Op.REPLACE}


@pytest.mark.parametrize("way", ["replace_on_changes", "replace_with"])
def test_a_forced_replacement_whose_name_is_taken_deletes_first(stack: Stack, way: str) -> None:
    def program(kind: str, **options: Any) -> Program:
        def declare() -> None:
            other = Thing("other", type=kind)
            opts = {"replace_with": [other]} if way == "replace_with" else {"replace_on_changes": ["size"]}
            Thing("a", pulumi.ResourceOptions(**opts, **options), called="one-name", size=len(kind))

        return declare

    succeeded(up(stack, program("one")))
    stack.provider.calls.clear()
    assert "has the name" in up(stack, program("three", delete_before_replace=False)).failures[0].message
    assert "one-name" in stack.provider.cloud

    assert ops(succeeded(up(stack, program("fours"))))["a"] is Op.REPLACE
    assert [call for call in stack.provider.calls if call[1] == "a"] == [("delete", "a"), ("create", "a")]
    assert stack.provider.cloud["one-name"][1]["size"] == 5


def test_a_retained_resource_leaves_the_state_and_stays_in_the_cloud(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", pulumi.ResourceOptions(retain_on_delete=True))))
    result = succeeded(up(stack, lambda: None))

    assert ops(result) == {"a": Op.RETAIN}
    assert names(stack) == ["a"]
    assert ops(succeeded(up(stack, lambda: Thing("a")))) == {"a": Op.CREATE}


def test_what_goes_with_its_container_is_not_deleted_by_hand(stack: Stack) -> None:
    def program() -> None:
        container = Thing("container")
        Thing("inside", pulumi.ResourceOptions(deleted_with=container))

    succeeded(up(stack, program))
    stack.provider.calls.clear()
    succeeded(up(stack, lambda: None))
    assert stack.provider.calls == [("delete", "container")]


@pytest.mark.parametrize(
    ("ignored", "expected"),
    [(["tags.owner"], {"owner": "old", "team": "new"}), (["tags"], {"owner": "old", "team": "old"}), (["x"], None)],
)
def test_ignored_changes_keep_the_old_value(stack: Stack, ignored: list[str], expected: dict[str, str] | None) -> None:
    succeeded(up(stack, lambda: Thing("a", tags={"owner": "old", "team": "old"})))
    opts = pulumi.ResourceOptions(ignore_changes=ignored)
    succeeded(up(stack, lambda: Thing("a", opts, tags={"owner": "new", "team": "new"})))

    (_, live), *_ = stack.provider.cloud.values()
    assert live["tags"] == (expected or {"owner": "new", "team": "new"})


def test_a_wildcard_ignores_additions_and_removals_too(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", size=1, tags={"owner": "old"})))
    opts = pulumi.ResourceOptions(ignore_changes=["*"])
    result = succeeded(up(stack, lambda: Thing("a", opts, size=2, tags={"team": "new"}, added=True)))

    assert ops(result) == {"a": Op.SAME}
    (_, live), *_ = stack.provider.cloud.values()
    assert live == {"size": 1, "tags": {"owner": "old"}}


def test_an_ignored_path_that_reaches_into_what_came_or_went_is_told(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", rules=[{"name": "x"}])))
    opts = pulumi.ResourceOptions(ignore_changes=["rules[*].name", "no["])
    result = succeeded(up(stack, lambda: Thing("a", opts, rules=[{"name": "y"}, {"name": "z"}])))

    (_, live), *_ = stack.provider.cloud.values()
    assert live["rules"] == [{"name": "x"}, {"name": "z"}]
    told = [item.message for item in result.diagnostics]
    assert "a: cannot ignore changes in added or removed elements of rules[*].name" in told
    assert "ignore_changes: 'no[': missing closing bracket" in told


def test_a_replacement_takes_what_the_program_says_and_not_what_was_ignored(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", type="one", size=1)))
    opts = pulumi.ResourceOptions(ignore_changes=["size"])
    assert ops(succeeded(up(stack, lambda: Thing("a", opts, type="two", size=2)))) == {"a": Op.REPLACE}
    (_, live), *_ = stack.provider.cloud.values()
    assert live["size"] == 2


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["size"], Op.REPLACE),
        (["*"], Op.REPLACE),
        (["tags"], Op.REPLACE),
        (["tags.owner"], Op.REPLACE),
        (["rules[*].port"], Op.REPLACE),
        (["rules[1].port"], Op.REPLACE),
        (['tags["a.b"]'], Op.REPLACE),
        (["tags.team"], Op.UPDATE),
        (["rules[0].port"], Op.UPDATE),
        (["rules[*].name"], Op.UPDATE),
    ],
)
def test_replace_on_changes_replaces_for_a_change_at_its_path_alone(
    stack: Stack, paths: list[str], expected: Op
) -> None:
    def program(number: int, opts: pulumi.ResourceOptions | None = None) -> Program:
        rules = [{"name": "x", "port": 0}, {"name": "y", "port": number}]
        tags = {"owner": str(number), "team": "t", "a.b": str(number)}
        return lambda: Thing("a", opts, size=number, rules=rules, tags=tags)

    succeeded(up(stack, program(1)))
    opts = pulumi.ResourceOptions(replace_on_changes=paths)
    assert ops(succeeded(up(stack, program(2, opts)))) == {"a": expected}
    assert names(stack) == ["a"]


def test_transforms_change_a_resource_and_its_children(stack: Stack) -> None:
    def everything(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != THING:
            return None
        props = {**args.props, "tags": {"by": "stack"}}
        return pulumi.ResourceTransformResult(props=props, opts=args.opts)

    def own(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        props: dict[str, Any] = dict(args.props)
        return pulumi.ResourceTransformResult(
            props={**props, "size": 9} if args.custom else props,
            opts=pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=args.custom)),
        )

    def program() -> None:
        pulumi.runtime.register_resource_transform(everything)
        Group("g", pulumi.ResourceOptions(transforms=[own]))

    succeeded(up(stack, program))

    (_, live), *_ = stack.provider.cloud.values()
    assert live["size"] == 9
    assert live["tags"] == {"by": "stack"}
    assert up(stack, lambda: None).failures, "the transform protected it"


@pytest.mark.parametrize("parallel", [1, 16])
def test_transforms_may_await_invokes_and_resources(stack: Stack, parallel: int) -> None:
    def program() -> None:
        first = Thing("first")

        async def asking(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
            if args.type_ != THING or args.name == "first":
                return None
            answer = await pulumi.runtime.invoke_async("aws:test:ask", {})
            arn = await first.arn.future()
            props = {**args.props, "zone": answer["names"][0], "beside": arn}
            return pulumi.ResourceTransformResult(props=props, opts=args.opts)

        pulumi.runtime.register_resource_transform(asking)
        for number in range(40):
            Thing(f"t{number}")

    succeeded(up(stack, program, parallel=parallel))
    asked = [live for urn, live in stack.provider.cloud.values() if not urn.endswith("::first")]
    assert len(asked) == 40
    assert all(live["zone"] == "us-east-1a" and live["beside"] for live in asked)


def test_an_explicit_provider_is_told_to_its_resources(stack: Stack) -> None:
    told: dict[str, Resource] = {}
    stack.provider.fail_on = lambda method, resource: told.__setitem__(resource.name, resource)

    class Explicit(pulumi.ProviderResource):
        def __init__(self, **props: Any) -> None:
            super().__init__("aws", "explicit", props)

    def program() -> None:
        Thing("near", pulumi.ResourceOptions(provider=Explicit(region="eu-west-1")))
        Thing("far")

    succeeded(up(stack, program))
    assert told["near"].provider["region"] == "eu-west-1"
    assert "region" not in told["far"].provider
