"""State machines and aliases of their versions."""

import json
from typing import Any

import pytest

from tests.sandbox.providers.aws.bench import ACCOUNT, Bench
from tests.sandbox.providers.aws.conftest import Deploy

MACHINE = "aws:sfn/stateMachine:StateMachine"
ALIAS = "aws:sfn/alias:Alias"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/one"
GROUP = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/vendedlogs/states/it:*"


def definition(result: str) -> str:
    return json.dumps({"StartAt": "It", "States": {"It": {"Type": "Pass", "Result": result, "End": True}}})


@pytest.fixture
def inputs(deploy: Deploy) -> dict[str, Any]:
    role = deploy("aws:iam/role:Role", name="machines", assumeRolePolicy=TRUST)
    return {"name": "it", "roleArn": role.outputs["arn"], "definition": definition("one")}


def test_state_machine_lives(bench: Bench, inputs: dict[str, Any]) -> None:
    given = {
        "encryptionConfiguration": {
            "type": "CUSTOMER_MANAGED_KMS_KEY",
            "kmsKeyId": KEY,
            "kmsDataKeyReusePeriodSeconds": 300,
        },
        "loggingConfiguration": {"level": "ERROR", "includeExecutionData": False, "logDestination": GROUP},
        "tracingConfiguration": {"enabled": True},
        "tags": {"a": "1"},
    }
    changes = {
        "definition": definition("other"),
        "encryptionConfiguration": None,
        "loggingConfiguration": {"level": "ALL", "includeExecutionData": False, "logDestination": GROUP},
        "tags": None,
    }
    bench.lives(MACHINE, {**inputs, **given}, changes)


def test_drift_of_what_it_logs_and_what_it_is_encrypted_under_shows(bench: Bench, inputs: dict[str, Any]) -> None:
    logging = {"level": "ERROR", "includeExecutionData": False, "logDestination": GROUP}
    encryption = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": KEY}
    machine = bench.deploy(
        MACHINE, **{**inputs, "name": "drifts"}, loggingConfiguration=logging, encryptionConfiguration=encryption
    )
    bench.boto("stepfunctions").update_state_machine(
        stateMachineArn=machine.id,
        definition=inputs["definition"],
        loggingConfiguration={"level": "ALL", "includeExecutionData": True, "destinations": []},
        encryptionConfiguration={"type": "AWS_OWNED_KEY"},
    )
    assert machine.drift() == ["encryptionConfiguration", "loggingConfiguration"]
    machine.delete()


def test_another_type_is_another_state_machine(bench: Bench, inputs: dict[str, Any]) -> None:
    machine = bench.deploy(MACHINE, **{**inputs, "name": "typed"})
    assert machine.diff(type="EXPRESS").replaces == ["type"]
    machine.delete()


def test_each_change_is_a_version_where_the_program_wants_versions(bench: Bench, inputs: dict[str, Any]) -> None:
    machine = bench.deploy(MACHINE, **{**inputs, "name": "versions"}, publish=True)
    assert machine.outputs["stateMachineVersionArn"] == f"{machine.id}:1"
    machine.update(definition=definition("other"))
    assert machine.outputs["stateMachineVersionArn"] == f"{machine.id}:2"
    machine.delete()


def test_alias_lives(bench: Bench, inputs: dict[str, Any]) -> None:
    machine = bench.deploy(MACHINE, **{**inputs, "name": "aliased"}, publish=True)
    machine.update(definition=definition("other"))
    both = [{"stateMachineVersionArn": f"{machine.id}:{number}", "weight": 50} for number in (1, 2)]
    bench.lives(
        ALIAS,
        {"name": "live", "routingConfigurations": [{**both[0], "weight": 100}]},
        {"routingConfigurations": both, "description": "it"},
    )
    machine.delete()
