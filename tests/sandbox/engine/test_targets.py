"""Runs that are to change some of the stack's resources only."""

from sandbox.engine.deployment import Options
from sandbox.engine.events import Op
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import THING, Program, Thing, names, ops, succeeded, up


def test_a_target_changes_alone(stack: Stack) -> None:
    def program(size: int) -> Program:
        return lambda: (Thing("a", size=size), Thing("b", size=size), Thing("new") if size == 2 else None)

    succeeded(up(stack, program(1)))
    result = succeeded(up(stack, program(2), targets=["*::a"]))

    assert ops(result) == {"a": Op.UPDATE, "b": Op.SAME}
    assert names(stack) == ["a", "b"]
    partly = stack.deployment(program(2)).destroy(Options(targets=["*::b"]))
    assert ops(succeeded(partly)) == {"b": Op.DELETE}


def test_a_target_that_others_need_is_not_destroyed_alone(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("user", of=Thing("used").arn)))
    result = stack.deployment(lambda: None).destroy(Options(targets=["*::used"]))

    assert "make it a target as well" in result.failures[0].message
    assert names(stack) == ["used", "user"]


def test_a_target_that_nothing_has_is_an_error(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", size=1)))
    missing = f"urn:pulumi:demo::sample::{THING}::b"
    for result in (
        up(stack, lambda: Thing("a", size=2), targets=[missing, "*::a"]),
        stack.deployment(lambda: Thing("a")).preview(Options(targets=["*::nothing*"])),
        stack.deployment(lambda: None).destroy(Options(targets=[missing])),
        stack.deployment(lambda: None).refresh(Options(targets=[missing])),
    ):
        assert result.failed
        assert "nothing in the state or the program has that URN" in result.diagnostics[0].message
    assert ops(succeeded(up(stack, lambda: Thing("a", size=2)))) == {"a": Op.SAME}


def test_a_target_says_what_it_needs_that_is_not_there_and_no_target(stack: Stack) -> None:
    def program() -> None:
        Thing("last", of=Thing("middle", of=Thing("first").arn).arn)

    result = up(stack, program, targets=["*::last"])
    assert [failure.step.name for failure in result.failures] == ["last"]
    assert "::middle, which isn't there yet; make it a target as well" in result.failures[0].message
    assert names(stack) == []
    succeeded(up(stack, program, targets=["*::last", "*::middle", "*::first"]))
