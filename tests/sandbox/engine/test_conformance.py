"""The sandbox's engine held against recordings of the stock engine."""

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from sandbox.engine.deployment import Options
from sandbox.engine.events import Op
from sandbox.engine.judge import Judge, Judged, Verdict
from sandbox.values import UNKNOWN
from tests.sandbox.engine.conftest import RECORDINGS, Stack

VOLATILE = ("created", "modified")


def recorded_resources(name: str) -> dict[str, Any]:
    return normalised(json.loads((RECORDINGS / name).read_text()))


def resources_of(stack: Stack) -> dict[str, Any]:
    return normalised(json.loads((stack.root / ".sandbox" / "demo.json").read_text()))


def normalised(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """Resources by URN, with what differs from run to run made the same."""
    text = json.dumps(checkpoint["checkpoint"]["latest"].get("resources", []))
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>", text)
    text = re.sub(r"-[0-9a-f]{12}\b", "-<digest>", text)
    text = re.sub(r'"ciphertext": "[^"]+"', '"ciphertext": "<ciphertext>"', text)
    resources = {item["urn"]: item for item in json.loads(text)}
    for item in resources.values():
        for key in VOLATILE:
            item.pop(key, None)
        item["dependencies"] = sorted(item.get("dependencies", []))
        item["propertyDependencies"] = {key: sorted(urns) for key, urns in item.get("propertyDependencies", {}).items()}
    return resources


def calls_of(recording: str) -> list[tuple[str, str]]:
    """Create, update and delete calls of a recording, in order."""
    found = []
    for line in (RECORDINGS / recording).read_text().splitlines():
        call = json.loads(line)
        service, method = call["method"].rsplit("/", 1)
        if service.endswith("ResourceProvider") and method in ("Create", "Update", "Delete"):
            found.append((method.lower(), call["request"]["urn"].rsplit("::", 1)[1]))
    return found


def test_a_first_deployment_leaves_the_state_that_the_stock_engine_leaves(recorded: Stack) -> None:
    result = recorded.deployment("first_main.py").up()

    assert not result.failed, result
    ours, theirs = resources_of(recorded), recorded_resources("checkpoint.json")
    assert ours.keys() == theirs.keys()
    for urn, resource in theirs.items():
        assert ours[urn] == resource


def test_a_second_deployment_changes_nothing_and_leaves_the_file_alone(recorded: Stack) -> None:
    recorded.deployment("first_main.py").up()
    before = (recorded.root / ".sandbox" / "demo.json").read_bytes()

    result = recorded.deployment("first_main.py").up()

    assert result.changes() == {"create": 0, "update": 0, "replace": 0, "delete": 0, "same": 15}
    assert (recorded.root / ".sandbox" / "demo.json").read_bytes() == before


def test_a_changed_program_leaves_the_state_that_the_stock_engine_leaves(recorded: Stack) -> None:
    recorded.deployment("first_main.py").up()
    recorded.unprotect()
    recorded.provider.calls.clear()

    result = recorded.deployment("second_main.py").up()

    assert not result.failed, result
    assert resources_of(recorded) == recorded_resources("checkpoint-after-change.json")
    # The recorded provider gives the replaced key its original's ARN; ours a new one, so what it encrypts follows.
    assert sorted(recorded.provider.calls) == sorted([*calls_of("change.jsonl"), ("update", "vault-0-sse")])


def test_replacements_delete_in_the_order_that_the_stock_engine_deletes(recorded: Stack) -> None:
    recorded.deployment("first_main.py").up()
    recorded.unprotect()
    recorded.provider.calls.clear()
    recorded.deployment("second_main.py").up()
    calls = recorded.provider.calls

    assert calls.index(("create", "key")) < calls.index(("delete", "key")), (
        "the key is created before its original goes"
    )
    assert calls.index(("delete", "token")) < calls.index(("create", "token")), "the token is deleted before replace"
    assert calls.index(("delete", "vault-1-sse")) < calls.index(("delete", "vault-1-store"))
    assert calls.index(("create", "token")) < calls.index(("delete", "key")), "originals go last"


def test_a_preview_counts_what_the_stock_engine_counts(recorded: Stack) -> None:
    result = recorded.deployment("first_main.py").preview()
    summary = json.loads((RECORDINGS / "preview.json").read_text())["changeSummary"]
    shown = [step for step in result.steps if "::default_" not in step.urn]

    assert len([step for step in shown if step.op is Op.CREATE]) == summary["create"]
    assert result.outputs["key"] == "[unknown]"
    assert result.outputs["token"] == "[secret]"
    assert result.outputs["zones"] == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert not recorded.provider.calls
    assert not (recorded.root / ".sandbox" / "demo.json").exists()


def test_the_change_that_the_stock_engine_names_is_named(recorded: Stack) -> None:
    recorded.deployment("first_main.py").up()
    recorded.unprotect()
    steps = {step.name: step for step in recorded.deployment("second_main.py").preview().steps}

    key = {change.path: change.forces_replacement for change in steps["key"].changes}
    assert key == {"description": False, "multiRegion": True}
    assert steps["token"].op is Op.REPLACE
    assert steps["vault-1-store"].op is Op.DELETE


def test_a_destroy_deletes_what_the_stock_engine_deletes(recorded: Stack) -> None:
    recorded.deployment("first_main.py").up()
    recorded.unprotect()
    recorded.deployment("second_main.py").up()
    recorded.provider.calls.clear()

    result = recorded.deployment("second_main.py").destroy()

    assert not result.failed
    assert sorted(recorded.provider.calls) == sorted(calls_of("destroy.jsonl"))
    assert list(resources_of(recorded)) == []
    assert [urn.split("::")[-1] for urn, _ in recorded.provider.cloud.values()] == ["apps"], "retain_on_delete keeps it"


def test_a_killed_deployment_of_the_stock_engine_is_taken_up(recorded: Stack) -> None:
    folder = recorded.root / ".sandbox"
    folder.mkdir()
    (folder / "demo.json").write_text((RECORDINGS / "checkpoint-killed.json").read_text())
    key = "urn:pulumi:demo::sample::aws:kms/key:Key::key"
    made = {"description": "data", "enableKeyRotation": True, "multiRegion": True}
    recorded.provider.cloud["key-58e1b6db6067"] = (key, made)

    result = recorded.deployment("first_main.py").up()

    assert not result.failed, result
    assert ("create", "key") not in recorded.provider.calls, "the key of the killed run is found, not made twice"
    assert [urn for urn, _ in recorded.provider.cloud.values()].count(key) == 1


class Recorder(Judge):
    """A judge that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Judged] = {}
        self.stack_asked: list[Judged] = []

    def resource(self, resource: Judged) -> Verdict:
        self.asked[resource.urn] = resource
        return Verdict()

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        self.stack_asked = list(resources)
        return Verdict()


@pytest.mark.parametrize(("recording", "dry_run"), [("preview.jsonl", True), ("up.jsonl", False)])
def test_policies_are_asked_what_the_stock_engine_asks(recorded: Stack, recording: str, dry_run: bool) -> None:
    judge = Recorder()
    deployment = recorded.deployment("first_main.py")
    (deployment.preview if dry_run else deployment.up)(Options(judge=judge))

    calls = [json.loads(line) for line in (RECORDINGS / recording).read_text().splitlines()]
    analyzed = {call["request"]["urn"]: call["request"] for call in calls if call["method"].endswith("/Analyze")}
    assert judge.asked.keys() == analyzed.keys()
    for urn, request in analyzed.items():
        assert keys(judge.asked[urn].props) == keys(request["properties"]), urn
        provider = judge.asked[urn].provider
        assert (provider and provider.urn) == request.get("provider", {}).get("urn")
    stack = next(call["request"]["resources"] for call in calls if call["method"].endswith("/AnalyzeStack"))
    assert {item.urn: keys(item.props) for item in judge.stack_asked} == {
        item["urn"]: keys(item["properties"]) for item in stack
    }


def keys(properties: Any) -> list[str]:
    return sorted(properties)


def test_unknown_values_are_marked_as_the_protocol_marks_them(recorded: Stack) -> None:
    judge = Recorder()
    recorded.deployment("first_main.py").preview(Options(judge=judge))

    encryption = next(item for urn, item in judge.asked.items() if urn.endswith("vault-0-sse"))
    assert encryption.props["bucket"] == "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    assert encryption.props["bucket"] is not UNKNOWN
