"""The state follows what was changed, and what is gone, behind its back."""

from collections.abc import Callable

import pulumi
import pytest

from sandbox.engine.deployment import Deployment
from sandbox.engine.events import Op, Result
from sandbox.providers.base import Fidelity, ProviderError, Resource
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


COMMANDS: dict[str, Callable[[Deployment], Result]] = {
    "preview": lambda deployment: deployment.preview(),
    "up": lambda deployment: deployment.up(),
    "refresh": lambda deployment: deployment.refresh(),
    "drift": lambda deployment: deployment.read_back()[0],
    "destroy": lambda deployment: deployment.destroy(),
}


@pytest.mark.parametrize("method", ["create", "update", "delete"])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_operation_whose_outcome_cannot_be_told_fails_its_resource_alone(
    stack: Stack, method: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def program(size: int = 1) -> Callable[[], None]:
        def declare() -> None:
            Thing("other", size=size)
            if method == "create" or size == 1 or method == "update":
                Thing("a", size=size)

        return declare

    def lost(called: str, resource: Resource) -> None:
        if (called, resource.name) == (method, "a"):
            raise ProviderError("the connection broke", outcome_unknown=True)

    def unreadable(*_args: object) -> None:
        raise ProviderError("NoSuchParent: what it belongs to is gone")

    if method != "create":
        succeeded(up(stack, program()))
    stack.provider.fail_on = lost
    assert up(stack, program(2)).failed
    stack.provider.fail_on = lambda method, resource: None
    read = stack.provider.read
    monkeypatch.setattr(stack.provider, "find", unreadable)
    monkeypatch.setattr(
        stack.provider, "read", lambda told, *rest: unreadable() if told.name == "a" else read(told, *rest)
    )

    result = COMMANDS[command](stack.deployment(program(2)))
    assert {failure.step.name for failure in result.failures} == {"a"}
    assert "`groot state repair` forgets that it was begun" in result.failures[0].message
    assert not result.diagnostics
    assert "other" in {step.name for step in result.steps}
    assert ("create", "a") not in stack.provider.calls[1:] or method != "create"


def test_a_resource_that_cannot_be_read_stops_no_other(stack: Stack) -> None:
    def broken(physical_id: str) -> None:
        if physical_id.startswith("a-"):
            raise ProviderError("KeyError in handler.py:7", outcome_unknown=True)

    succeeded(up(stack, lambda: Thing("a", size=1)))
    stack.provider.read_hook = broken
    assert ops(succeeded(up(stack, lambda: (Thing("a", size=1), Thing("b"))))) == {"a": Op.SAME, "b": Op.CREATE}
    assert [failure.step.name for failure in stack.deployment(lambda: None).refresh().failures] == ["a"]
    succeeded(stack.deployment(lambda: None).destroy())


def test_nothing_that_answers_is_said_once(stack: Stack) -> None:
    def silent(physical_id: str) -> None:
        raise ProviderError("nothing answers", outcome_unknown=True, unanswered=True)

    succeeded(up(stack, lambda: (Thing("a"), Thing("b"))))
    stack.provider.read_hook = silent
    for command in COMMANDS.values():
        result = command(stack.deployment(lambda: (Thing("a"), Thing("b"))))
        assert ([item.message for item in result.diagnostics], result.failures) == (["nothing answers"], [])


def test_a_resource_of_a_type_that_no_provider_knows_any_more_stops_no_other(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fidelity(token: str) -> Fidelity:
        raise ProviderError(f"{token}: unlisted")

    succeeded(up(stack, lambda: (Thing("a", size=1), Thing("b"))))
    monkeypatch.setattr(stack.provider, "fidelity", fidelity)
    assert ops(succeeded(up(stack, lambda: Thing("a", size=2)))) == {"a": Op.UPDATE, "b": Op.DELETE}
