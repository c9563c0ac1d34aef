"""Resources that were there before: read, or imported."""

import pulumi

from sandbox.engine.events import Op
from sandbox.providers.base import ProviderError
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.programs import Thing, ops, succeeded, up


def test_a_program_reads_what_it_does_not_manage(stack: Stack) -> None:
    class Existing(Thing):
        @staticmethod
        def get(name: str, physical_id: str) -> "Thing":
            return Thing(name, pulumi.ResourceOptions(id=physical_id))

    stack.provider.cloud["there-1"] = ("urn:x::y::z::there", {"size": 7})
    result = succeeded(up(stack, lambda: pulumi.export("arn", Existing.get("theirs", "there-1").arn)))

    assert result.outputs["arn"].endswith("there-1")
    succeeded(up(stack, lambda: None))
    assert "there-1" in stack.provider.cloud, "what is only read is never deleted"
    missing = up(stack, lambda: Existing.get("theirs", "nowhere"))
    assert "'nowhere' does not exist" in missing.failures[0].message


def test_an_import_adopts_what_is_there_when_the_program_says_the_same(stack: Stack) -> None:
    stack.provider.cloud["there-1"] = ("urn:x::y::z::there", {"size": 7})
    wrong = up(stack, lambda: Thing("a", pulumi.ResourceOptions(import_="there-1"), size=8))
    assert "do not match the existing resource: size" in wrong.failures[0].message

    right = succeeded(up(stack, lambda: Thing("a", pulumi.ResourceOptions(import_="there-1"), size=7)))
    assert ops(right) == {"a": Op.IMPORT}
    assert ops(succeeded(up(stack, lambda: Thing("a", size=7)))) == {"a": Op.SAME}
    assert not stack.provider.calls


def test_a_preview_leaves_open_what_is_read_by_an_id_that_is_not_known_yet(stack: Stack) -> None:
    def program() -> None:
        made = Thing("made")
        theirs = Thing("theirs", pulumi.ResourceOptions(id=made.id))
        Thing("user", of=theirs.arn)

    assert ops(succeeded(stack.deployment(program).preview()))["theirs"] is Op.READ
    result = succeeded(up(stack, program))
    assert ops(result) == {"made": Op.CREATE, "theirs": Op.READ, "user": Op.CREATE}


def test_a_read_that_fails_fails_alone(stack: Stack) -> None:
    def broken(physical_id: str) -> None:
        raise ProviderError(f"the server fails for {physical_id}")

    def program() -> None:
        Thing("user", of=Thing("theirs", pulumi.ResourceOptions(id="there-1")).arn)
        Thing("other")

    stack.provider.read_hook = broken
    result = up(stack, program)
    assert [(failure.step.name, failure.message) for failure in result.failures] == [
        ("theirs", "the server fails for there-1")
    ]
    assert ops(result) == {"other": Op.CREATE}
