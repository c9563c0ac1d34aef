"""The state follows what was changed, and what is gone, behind its back."""

import pulumi
import pytest

from sandbox.engine.events import Op
from sandbox.providers.base import Fidelity
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import Thing, names, ops, succeeded, up


def test_a_cloud_that_forgot_everything_is_built_again(stack: Stack) -> None:
    def program() -> None:
        Thing("user", of=Thing("used").arn)

    succeeded(up(stack, program))
    stack.provider.cloud.clear()

    preview = succeeded(stack.deployment(program).preview())
    assert ops(preview) == {"used": Op.CREATE, "user": Op.CREATE}
    assert ops(succeeded(up(stack, program))) == {"used": Op.CREATE, "user": Op.CREATE}
    assert names(stack) == ["used", "user"]


def test_what_is_recorded_alone_goes_with_what_it_depends_on(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a protected one would have to be replaced, which is refused, and the stack could not come up again."""

    class Noted(pulumi.CustomResource):
        def __init__(self, name: str, of: pulumi.Input[str]) -> None:
            super().__init__("aws:test/noted:Noted", name, {"type": of}, pulumi.ResourceOptions(protect=True))

    def program() -> None:
        Noted("note", Thing("used").arn)

    def fidelity(token: str) -> Fidelity:
        return Fidelity.RECORDED if token == "aws:test/noted:Noted" else Fidelity.REAL

    monkeypatch.setattr(stack.provider, "fidelity", fidelity)
    succeeded(up(stack, program))
    for key, (urn, _) in [*stack.provider.cloud.items()]:
        if urn.endswith("::used"):
            del stack.provider.cloud[key]
    again = succeeded(up(stack, program))
    assert [step.op for step in again.steps if step.name == "note"] == [Op.CREATE]


def test_a_refresh_follows_what_was_changed_and_forgets_what_is_gone(stack: Stack) -> None:
    def program() -> None:
        Thing("user", of=Thing("used", size=1).arn)

    succeeded(up(stack, program))
    physical = {urn.rsplit("::", 1)[1]: key for key, (urn, _) in stack.provider.cloud.items()}
    stack.provider.cloud[physical["used"]][1]["size"] = 5
    del stack.provider.cloud[physical["user"]]

    told = stack.deployment(program).refresh(dry_run=True)
    assert {step.name: step.op for step in told.steps} == {"used": Op.REFRESH, "user": Op.DELETE}
    assert ops(succeeded(stack.deployment(program).preview()))["user"] is Op.CREATE

    succeeded(stack.deployment(program).refresh())
    assert ops(succeeded(up(stack, program))) == {"used": Op.UPDATE, "user": Op.CREATE}
