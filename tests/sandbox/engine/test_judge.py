"""What a judge's violations stop, and what it puts right."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.engine.deployment import Options
from sandbox.engine.events import Op, Violation
from sandbox.engine.judge import Judge, Judged, Verdict
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import Thing, names, ops, succeeded, up


class Rules(Judge):
    """A judge that forbids one resource, and on demand the stack."""

    def __init__(self, forbidden: str = "", level: str = "mandatory", stack: bool = False) -> None:
        self._forbidden, self._level, self._stack = forbidden, level, stack

    def resource(self, resource: Judged) -> Verdict:
        if resource.name != self._forbidden:
            return Verdict()
        return Verdict(violations=[Violation(rule="no", level=self._level, message="forbidden", urn=resource.urn)])

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        found = [Violation(rule="stack", level=self._level, message="incomplete")] if self._stack else []
        return Verdict(violations=found)


class Mender(Judge):
    """A judge that puts one property right."""

    def remediate(self, _resource: Judged) -> Mapping[str, Any]:
        return {"size": 3} if _resource.name == "a" else {}

    def resource(self, resource: Judged) -> Verdict:
        return Verdict()

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        return Verdict()


def test_a_mandatory_violation_stops_the_step_and_an_advisory_one_does_not(stack: Stack) -> None:
    blocked = up(stack, lambda: Thing("b", of=Thing("a").arn), judge=Rules("a"))
    assert blocked.blocked
    assert names(stack) == []

    advised = up(stack, lambda: Thing("b", of=Thing("a").arn), judge=Rules("a", "advisory"))
    assert not advised.blocked
    assert [violation.rule for violation in advised.violations] == ["no"]
    assert names(stack) == ["a", "b"]


def test_a_preview_tells_every_violation_and_what_would_be_done_once_they_are_mended(stack: Stack) -> None:
    """The stock engine's previews too judge the stack whatever single resources violate."""
    succeeded(up(stack, lambda: Thing("old")))

    def program() -> None:
        Thing("b", of=Thing("a").arn)

    told = stack.deployment(program).preview(Options(judge=Rules("a", stack=True)))

    assert [violation.rule for violation in told.violations] == ["no", "stack"]
    assert ops(told) == {"a": Op.CREATE, "b": Op.CREATE, "old": Op.DELETE}


def test_a_stack_violation_stops_deletions(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a")))
    assert up(stack, lambda: None, judge=Rules(stack=True)).blocked
    assert names(stack) == ["a"]


def test_what_a_policy_puts_right_is_deployed_and_told_and_settles(stack: Stack) -> None:
    def program() -> None:
        Thing("b", of=Thing("a", size=1).arn, size=1)

    result = succeeded(up(stack, program, judge=Mender()))
    sizes = {urn.rsplit("::", 1)[1]: made["size"] for urn, made in stack.provider.cloud.values()}
    assert sizes == {"a": 3, "b": 1}
    assert [item.message for item in result.diagnostics] == ["a: a policy put right size"]
    assert set(ops(succeeded(up(stack, program, judge=Mender()))).values()) == {Op.SAME}
