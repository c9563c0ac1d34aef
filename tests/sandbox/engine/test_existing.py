"""Resources that were there before: read, or imported."""

import pulumi

from sandbox.engine.events import Op
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
