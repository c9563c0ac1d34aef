"""What these tests' programs declare, how they are run, and what is looked at afterwards."""

from collections.abc import Callable
from typing import Any

import pulumi

from sandbox.engine.deployment import Options
from sandbox.engine.events import Op, Result
from tests.sandbox.engine.conftest import Stack

Program = Callable[[], Any]
THING = "aws:test/thing:Thing"


class Thing(pulumi.CustomResource):
    """A resource with one known output besides whatever it is given."""

    arn: pulumi.Output[str]
    size: pulumi.Output[int]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **props: Any) -> None:
        super().__init__(THING, name, {"arn": None, **props}, opts)


class Group(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, child: str | None = None) -> None:
        super().__init__("groot:index:Group", name, {}, opts)
        self.thing = Thing(child or f"{name}-thing", pulumi.ResourceOptions(parent=self), size=1)
        self.register_outputs({"thing": self.thing.id})


def ops(result: Result) -> dict[str, Op]:
    return {step.name: step.op for step in result.steps if step.type == THING and step.op is not Op.DELETE_REPLACED}


def up(stack: Stack, program: Program, **options: Any) -> Result:
    return stack.deployment(program).up(Options(**options))


def succeeded(result: Result) -> Result:
    assert not result.failed, (result.failures, result.diagnostics)
    return result


def names(stack: Stack) -> list[str]:
    return sorted(urn.rsplit("::", 1)[1] for urn, _ in stack.provider.cloud.values())
