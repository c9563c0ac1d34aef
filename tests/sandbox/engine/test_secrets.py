"""Secrets reach the provider, and nothing that is written or told."""

from dataclasses import replace
from typing import Any

import pulumi

from sandbox.engine.events import Op
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import THING, Program, Thing, ops, succeeded, up


def test_secrets_stay_secret_on_disk_in_events_and_in_outputs(stack: Stack) -> None:
    def program(value: str) -> Program:
        def declare() -> None:
            thing = Thing("a", password=pulumi.Output.secret(value), nested={"key": pulumi.Output.secret(value)})
            Thing("b", copied=thing.arn, derived=pulumi.Output.secret(value).apply(lambda text: f"<{text}>"))
            pulumi.export("password", pulumi.Output.secret(value))

        return declare

    succeeded(up(stack, program("hunter2")))
    result = succeeded(up(stack, program("hunter3")))

    written = b"".join(path.read_bytes() for path in (stack.root / ".sandbox").iterdir())
    assert b"hunter" not in written
    assert "hunter" not in repr(result)
    assert result.outputs == {"password": "[secret]"}
    live = {urn.rsplit("::", 1)[1]: props for urn, props in stack.provider.cloud.values()}
    assert live["a"]["password"] == "hunter3", "the provider is given it in clear"
    assert live["b"]["derived"] == "<hunter3>"
    assert ops(succeeded(up(stack, program("hunter3")))) == {"a": Op.SAME, "b": Op.SAME}


class Tagged(pulumi.CustomResource):
    tagsAll: pulumi.Output[dict[str, str]]  # noqa: N815 - the wire's name

    def __init__(self, name: str, **props: Any) -> None:
        super().__init__(THING, name, {"tagsAll": None, **props})


def test_a_secret_that_a_provider_repeats_under_another_name_stays_secret(stack: Stack) -> None:
    def program() -> None:
        thing = Tagged("a", labels={"token": pulumi.Output.secret("hunter2"), "team": "red"})
        pulumi.export("all", thing.tagsAll)

    for result in (up(stack, program), up(stack, program), stack.deployment(program).refresh()):
        assert not result.failed
        assert "hunter" not in repr(result)
    assert "hunter2" not in (stack.root / ".sandbox" / "demo.json").read_text()
    assert succeeded(up(stack, program)).outputs["all"] == "[secret]"


def test_secret_configuration_of_a_default_provider_stays_secret(stack: Stack) -> None:
    stack.project = replace(
        stack.project,
        config={"aws:secretKey": "hunter2", "aws:region": "eu-west-1"},
        secret_keys=frozenset({"aws:secretKey"}),
    )
    succeeded(up(stack, lambda: Thing("a")))
    written = (stack.root / ".sandbox" / "demo.json").read_text()
    assert "hunter2" not in written
    assert "eu-west-1" in written
