"""What a failure stops, what it leaves, and what is told of it."""

import asyncio
import json
import threading

import pulumi
import pytest

from sandbox.engine.events import Op, StepStarted
from sandbox.engine.host import program_at
from sandbox.providers.base import ProviderError, Resource
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.permissive import failing
from tests.sandbox.engine.programs import THING, Program, Thing, names, ops, succeeded, up


def test_a_failed_create_leaves_its_dependents_alone_and_the_rest_done(stack: Stack) -> None:
    def program() -> None:
        broken = Thing("broken")
        Thing("dependent", of=broken.arn)
        Thing("independent")

    stack.provider.fail_on = failing("create", "broken")
    result = up(stack, program)

    assert [failure.step.name for failure in result.failures] == ["broken"]
    assert "create of broken is refused" in result.failures[0].message
    assert names(stack) == ["independent"]

    stack.provider.fail_on = lambda method, resource: None
    assert ops(succeeded(up(stack, program))) == {"broken": Op.CREATE, "dependent": Op.CREATE, "independent": Op.SAME}


def test_nothing_is_deleted_while_something_failed(stack: Stack) -> None:
    succeeded(up(stack, lambda: (Thing("old"), Thing("kept"))))
    stack.provider.fail_on = failing("create", "new")
    result = up(stack, lambda: (Thing("kept"), Thing("new")))

    assert result.failed
    assert names(stack) == ["kept", "old"]


def test_a_failed_delete_is_reported_and_tried_again(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("used", of=Thing("base").arn)))
    stack.provider.fail_on = failing("delete", "used")
    result = up(stack, lambda: None)

    assert [failure.step.name for failure in result.failures] == ["used"]
    assert names(stack) == ["base", "used"], "what a survivor needs stays"
    stack.provider.fail_on = lambda method, resource: None
    succeeded(up(stack, lambda: None))
    assert names(stack) == []


def test_a_create_whose_answer_was_lost_is_found_again(stack: Stack) -> None:
    def lost(method: str, resource: Resource) -> None:
        if (method, resource.name) == ("create", "a"):
            stack.provider.cloud["a-1"] = (resource.urn, {"size": 1})
            raise ProviderError("the connection broke", outcome_unknown=True)

    stack.provider.fail_on = lost
    assert up(stack, lambda: Thing("a", size=1)).failed
    stack.provider.fail_on = lambda method, resource: None

    result = succeeded(up(stack, lambda: Thing("a", size=1)))
    assert ops(result) == {"a": Op.SAME}
    assert list(stack.provider.cloud) == ["a-1"]


def test_a_fault_of_a_provider_itself_is_told_with_the_resource_it_was_about(stack: Stack) -> None:
    def break_down(method: str, resource: Resource) -> None:
        if resource.name == "b":
            raise KeyError("shape")

    stack.provider.fail_on = break_down
    result = up(stack, lambda: [Thing("a"), Thing("b")])
    assert [item.message for item in result.diagnostics] == [f"{THING} b: KeyError: 'shape'"]


def test_an_error_in_the_program_names_its_line(recorded: Stack) -> None:
    (recorded.root / "__main__.py").write_text("import pulumi\n\nvalue = {}['missing']\n")
    result = recorded.deployment(program_at(recorded.root)).preview()
    assert result.diagnostics[0].message == "KeyError: 'missing' (__main__.py:3)"


def test_a_cancelled_run_starts_nothing_further_and_keeps_what_it_did(stack: Stack) -> None:
    cancelled = threading.Event()

    def on_event(event: object) -> None:
        if isinstance(event, StepStarted) and event.step.name == "a":
            cancelled.set()

    def program() -> None:
        Thing("b", of=Thing("a").arn)

    result = up(stack, program, cancelled=cancelled, on_event=on_event)
    assert any("stopped on request" in item.message for item in result.diagnostics)
    assert names(stack) == ["a"]
    assert ops(succeeded(up(stack, program))) == {"a": Op.SAME, "b": Op.CREATE}


@pytest.mark.parametrize("where", ["output", "transform"])
def test_a_cancelled_run_does_not_wait_for_what_never_comes(stack: Stack, where: str) -> None:
    cancelled = threading.Event()

    async def never() -> str:
        cancelled.set()
        return await asyncio.get_running_loop().create_future()

    async def stuck(args: pulumi.ResourceTransformArgs) -> None:
        if args.name == "b":
            await never()

    def program() -> None:
        Thing("a")
        if where == "transform":
            pulumi.runtime.register_resource_transform(stuck)
            Thing("b")
        else:
            Thing("b", of=pulumi.Output.from_input(never()))

    result = up(stack, program, cancelled=cancelled)
    assert [item.message for item in result.diagnostics] == ["stopped on request; run it again to go on"]
    assert "b" not in names(stack)
    assert not succeeded(up(stack, lambda: Thing("a"))).changes()["delete"]


def test_a_refused_data_source_fails_the_program_unless_it_is_caught(stack: Stack) -> None:
    def ask() -> None:
        pulumi.runtime.invoke("aws:test:ask", {"refused": "not today"})

    def caught() -> None:
        try:
            ask()
        except Exception:  # noqa: BLE001 - what the SDK raises
            Thing("instead")

    result = up(stack, ask)
    assert result.failed
    assert "invoke of aws:test:ask failed: aws:test:ask: not today" in result.diagnostics[0].message
    succeeded(up(stack, caught))
    assert names(stack) == ["instead"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (
            lambda: Thing("a", pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="banana"))),
            "custom timeout create='banana' is no duration",
        ),
        (
            lambda: Thing("a", pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(delete="5 minutes"))),
            "custom timeout delete='5 minutes' is no duration",
        ),
        (lambda: Thing("a", file=pulumi.FileAsset("nowhere.txt")), "nowhere.txt: No such file"),
    ],
    ids=["create", "delete", "file"],
)
def test_what_cannot_be_registered_fails_alone(stack: Stack, broken: Program, told: str) -> None:
    result = up(stack, lambda: (Thing("after", of=broken().arn), Thing("other"), None)[2])
    assert [failure.step.name for failure in result.failures] == ["a"]
    assert told in result.failures[0].message
    assert names(stack) == ["other"]


def test_a_custom_timeout_is_kept_in_seconds(stack: Stack) -> None:
    timeouts = pulumi.CustomTimeouts(create="1h30m", update="1.5s", read="250ms")
    succeeded(up(stack, lambda: Thing("a", pulumi.ResourceOptions(custom_timeouts=timeouts))))
    state = json.loads((stack.root / ".sandbox" / "demo.json").read_bytes())["checkpoint"]["latest"]["resources"][-1]
    assert state["customTimeouts"] == {"create": 5400, "update": 1.5, "read": 0.25}
