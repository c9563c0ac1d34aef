"""What `--json` prints: one document, with the same keys for every command."""

from tests.ops.conftest import KEYS, NOWHERE, Groot
from tests.sandbox.engine.permissive import failing


def test_json_is_one_document_with_the_same_keys_for_every_command(groot: Groot) -> None:
    for arguments in (["preview"], ["up"], ["drift"], ["refresh"], ["destroy", "--yes"]):
        outcome = groot.run(*arguments, "--json")
        assert outcome.code == 0
        assert list(outcome.document)[: len(KEYS)] == KEYS
        assert outcome.document["stack"] == "staging"
        assert outcome.document["engine"] == "sandbox"
        assert outcome.document["endpoint"] == NOWHERE


def test_json_counts_changes_and_hides_secrets(groot: Groot) -> None:
    document = groot.run("up", "--json").document
    assert document["changes"] == {"create": 4, "update": 0, "replace": 0, "delete": 0, "same": 0}
    assert document["fidelity"] == {"real": 2, "partial": 0, "recorded": 0}
    assert document["outputs"]["password"] == "[secret]"
    assert document["violations"] == []
    assert {step["name"] for step in document["steps"]} >= {"bucket", "key"}


def test_json_tells_violations_failures_and_drift(groot: Groot) -> None:
    groot.rules.levels = {"key": "advisory"}
    groot.cloud.fail_on = failing("create", "bucket")
    outcome = groot.run("up", "--json")
    assert outcome.code == 1
    violation = outcome.document["violations"][0]
    assert (violation["rule"], violation["level"], violation["message"]) == ("a_rule", "advisory", "key: is wrong")
    assert violation["urn"].endswith("::key")
    assert [item["message"] for item in outcome.document["failures"]] == ["create of bucket is refused"]
    groot.cloud.cloud.clear()
    outcome = groot.run("drift", "--json")
    assert outcome.code == 4
    assert [(item["op"], item["name"]) for item in outcome.document["drift"]] == [("delete", "key")]


def test_what_the_program_prints_stays_out_of_the_document(groot: Groot) -> None:
    outcome = groot.run("preview", "--json")
    assert outcome.document["stack"] == "staging"
    assert "said by the program" in outcome.err


def test_a_usage_error_with_json_is_a_document(groot: Groot) -> None:
    outcome = groot.plain("import", "--json")
    assert outcome.code == 2
    assert "TYPE" in outcome.document["error"]
