"""Which step a declaration becomes, and in which order steps are taken."""

import pulumi

from sandbox.engine.events import Op
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import Group, Program, Thing, names, ops, succeeded, up


def test_a_changed_property_is_updated_in_place_and_named(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", tags={"owner": "x", "team": "y"})))
    before = set(stack.provider.cloud)
    result = succeeded(up(stack, lambda: Thing("a", tags={"owner": "z", "team": "y"})))

    assert ops(result) == {"a": Op.UPDATE}
    step = next(step for step in result.steps if step.name == "a")
    assert [(change.path, change.old, change.new) for change in step.changes] == [("tags.owner", "x", "z")]
    assert set(stack.provider.cloud) == before


def test_a_replacement_is_created_and_wired_before_its_original_is_deleted(stack: Stack) -> None:
    def program(kind: str) -> Program:
        return lambda: Thing("user", of=Thing("used", type=kind).arn)

    succeeded(up(stack, program("one")))
    stack.provider.calls.clear()
    result = succeeded(up(stack, program("two")))

    assert stack.provider.calls == [("create", "used"), ("update", "user"), ("delete", "used")]
    assert ops(result)["user"] is Op.UPDATE
    assert names(stack) == ["used", "user"]


def test_delete_before_replace_takes_dependents_that_must_be_replaced_along(stack: Stack) -> None:
    def program(kind: str) -> Program:
        def declare() -> None:
            used = Thing("used", pulumi.ResourceOptions(delete_before_replace=True), type=kind)
            follower = Thing("follower", type=used.arn)
            Thing("observer", of=follower.arn)

        return declare

    succeeded(up(stack, program("one")))
    stack.provider.calls.clear()
    succeeded(up(stack, program("two")))

    assert stack.provider.calls == [
        ("delete", "follower"),
        ("delete", "used"),
        ("create", "used"),
        ("create", "follower"),
        ("update", "observer"),
    ]


def test_what_goes_along_follows_each_dependents_own_options(stack: Stack) -> None:
    def program(kind: str) -> Program:
        def declare() -> None:
            used = Thing("used", pulumi.ResourceOptions(delete_before_replace=True), type=kind)
            Thing("forced", pulumi.ResourceOptions(replace_on_changes=["of"]), of=used.arn)
            Thing("deaf", pulumi.ResourceOptions(ignore_changes=["type"]), type=used.arn)

        return declare

    succeeded(up(stack, program("one")))
    stack.provider.calls.clear()
    succeeded(up(stack, program("two")))

    order = [("delete", "forced"), ("delete", "used"), ("create", "used"), ("create", "forced")]
    assert stack.provider.calls == order


def test_a_preview_tells_which_dependents_go_along_and_leaves_them(stack: Stack) -> None:
    def program(kind: str) -> Program:
        def declare() -> None:
            used = Thing("used", pulumi.ResourceOptions(delete_before_replace=True), type=kind, size=1)
            Thing("follower", type=used.size)

        return declare

    succeeded(up(stack, program("one")))
    assert ops(succeeded(stack.deployment(program("two")).preview())) == {"used": Op.REPLACE, "follower": Op.REPLACE}
    assert ops(succeeded(stack.deployment(program("one")).preview())) == {"used": Op.SAME, "follower": Op.SAME}
    replaced = succeeded(up(stack, program("two"))).changes()
    assert replaced["replace"] == 2


def test_what_is_no_longer_declared_is_deleted_dependents_first(stack: Stack) -> None:
    def program() -> None:
        first = Thing("first")
        second = Thing("second", of=first.arn)
        Thing("third", pulumi.ResourceOptions(depends_on=[second]))

    succeeded(up(stack, program))
    stack.provider.calls.clear()
    succeeded(up(stack, lambda: None))

    assert stack.provider.calls == [("delete", "third"), ("delete", "second"), ("delete", "first")]


def test_a_preview_shows_what_a_replacement_makes_unknown(stack: Stack) -> None:
    def program(kind: str) -> Program:
        return lambda: Thing("user", of=Thing("used", type=kind).arn)

    succeeded(up(stack, program("one")))
    result = succeeded(stack.deployment(program("two")).preview())

    assert ops(result) == {"used": Op.REPLACE, "user": Op.UPDATE}
    user = next(step for step in result.steps if step.name == "user")
    assert user.changes[0].new == "[unknown]"


def test_a_components_changed_inputs_show_as_an_update(stack: Stack) -> None:
    def program(size: int) -> Program:
        return lambda: pulumi.ComponentResource("groot:index:Part", "part", {"size": size, "name": "n"}) and None

    succeeded(up(stack, program(1)))
    result = succeeded(up(stack, program(2)))
    step = next(step for step in result.steps if step.name == "part")
    assert (step.op, [(change.path, change.old, change.new) for change in step.changes]) == (
        Op.UPDATE,
        [("size", 1, 2)],
    )
    assert succeeded(up(stack, program(2))).changes()["update"] == 0


def test_a_component_keeps_the_outputs_it_registers(stack: Stack) -> None:
    succeeded(up(stack, lambda: Group("g")))
    result = succeeded(up(stack, lambda: pulumi.export("id", Group("g").thing.id)))
    assert result.outputs["id"].startswith("g-thing-")
