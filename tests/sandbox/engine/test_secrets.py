"""Secrets reach the provider, and nothing that is written or told."""

import pulumi

from sandbox.engine.events import Op
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import Program, Thing, ops, succeeded, up


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
