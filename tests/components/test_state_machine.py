"""A state machine with everything that it takes to run it: as a program declares it, and as it then runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import pulumi
import pulumi_aws as aws
import pytest

from components._shared.context import Context
from components._shared.iam import Statement, trust
from components._shared.state_machine import StateMachine
from components._shared.state_machine_args import StateMachineArgs
from ops.judge import PolicyJudge
from policies.core import Judge
from policies.registry import Registry, discover
from sandbox.engine.deployment import Options
from settings import DataClass, Region
from tests.components import deployed
from tests.components.data.declare import Declared, declare
from tests.components.site import ACCOUNT, active_site, key, topic
from tests.sandbox.dataplane.cloud import LAMBDA_RUNTIME, eventually

HOME = Region(name="us-east-1", cidr="10.0.0.0/16", weight=100, residency="us")
TAGS = {"owner": "tests", "cost-center": "tests", "environment": "test"}
SITE = active_site(HOME, Context(prefix="groot-machine", account_id=ACCOUNT, tags=TAGS))
CALLED = "groot-machine-it-us-east-1"
ARN = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:{CALLED}"
FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:work:live"
WORK = Statement(sid="Work", actions=["sqs:SendMessage"], resources=["arn:aws:sqs:us-east-1:1:it"])
TRY = {
    "Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke",
    "Arguments": {
        "FunctionName": "${work}",
        "Payload": {"item": "{% $states.input %}", "tries": "{% $states.context.State.RetryCount %}"},
    },
    "Output": "{% $states.result.Payload %}",
    "Retry": [{"ErrorEquals": ["BusyError"], "IntervalSeconds": 1, "MaxAttempts": 1}],
    "Catch": [{"ErrorEquals": ["RefusedError"], "Output": "{% $states.input %}", "Next": "Skip"}],
    "End": True,
}
DEFINITION = {
    "QueryLanguage": "JSONata",
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "Items": "{% $states.input.items %}",
            "ItemProcessor": {
                "StartAt": "Try",
                "States": {"Try": TRY, "Skip": {"Type": "Pass", "Output": "${skipped}", "End": True}},
            },
            "Next": "Pause",
        },
        "Pause": {"Type": "Wait", "Seconds": 1, "Next": "Whole"},
        "Whole": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% '${skipped}' in $states.input %}", "Next": "Partly"}],
            "Default": "Done",
        },
        "Partly": {"Type": "Fail", "Error": "Partly", "Cause": "One was skipped."},
        "Done": {"Type": "Succeed"},
    },
}
CODE = """
class BusyError(Exception): pass
class RefusedError(Exception): pass

def handle(event, context):
    if event["item"] == "bad":
        raise RefusedError("it is bad")
    if event["tries"] == 0:
        raise BusyError("come again")
    return f"did {event['item']}"
"""


def args(**given: Any) -> StateMachineArgs:
    known = {"site": SITE, "definition": DEFINITION, "failure": "It fails.", "statements": [WORK]}
    return StateMachineArgs(**{**known, "functions": {"work": FUNCTION}, "values": {"skipped": "skipped"}, **given})


def declared(**given: Any) -> dict[str, Declared]:
    """Return what a state machine declares, by what it is called after the machine's own name."""
    found = declare(lambda: StateMachine("it-us-east-1", args(**given)) and None)
    return {one.name.removeprefix("it-us-east-1-"): one for one in found}


def test_names_are_replaced_wherever_they_stand_and_nothing_else_is() -> None:
    definition = json.loads(declared()["machine"].inputs["definition"])
    states = definition["States"]["Each"]["ItemProcessor"]["States"]
    assert states["Try"]["Arguments"] == {**TRY["Arguments"], "FunctionName": FUNCTION}
    assert states["Skip"]["Output"] == "skipped"
    assert definition["States"]["Whole"]["Choices"][0]["Condition"] == "{% 'skipped' in $states.input %}"
    assert definition["States"]["Pause"] == DEFINITION["States"]["Pause"]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"functions": {}}, "the definition names work: give it in functions or values"),
        ({"values": {"skipped": "s", "queue": "q"}}, "the definition doesn't name queue: take it from the arguments"),
    ],
)
def test_a_name_without_a_value_and_a_value_without_a_name_are_refused(given: Mapping[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        args(**given)


def test_the_role_may_call_its_functions_do_its_work_and_tell_of_itself() -> None:
    found = declared(data_class=DataClass.CONFIDENTIAL)
    statements = {one["Sid"]: one for one in json.loads(found["policy"].inputs["policy"])["Statement"]}
    assert set(statements) == {"Work", "Functions", "Logs", "Traces", "Executions", "Deliveries"}
    assert statements["Functions"]["Action"] == ["lambda:InvokeFunction"]
    assert statements["Functions"]["Resource"] == [FUNCTION]
    assert {sid for sid, one in statements.items() if one["Resource"] == ["*"]} == {"Logs", "Traces"}
    for sid, name, value in (
        ("Executions", "aws:states:stateMachineArn", ARN),
        ("Deliveries", "SourceArn", f"arn:aws:logs:us-east-1:{ACCOUNT}:*"),
    ):
        assert statements[sid]["Resource"] == [key(HOME, DataClass.CONFIDENTIAL)]
        assert statements[sid]["Condition"] == {"StringEquals": {f"kms:EncryptionContext:{name}": value}}
    (who,) = json.loads(found["role"].inputs["assumeRolePolicy"])["Statement"]
    assert who["Principal"] == {"Service": ["states.amazonaws.com"]}
    assert who["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}


def test_what_executions_handle_is_under_the_key_of_its_class_and_in_no_log() -> None:
    machine = declared(data_class=DataClass.RESTRICTED)["machine"].inputs
    assert machine["encryptionConfiguration"]["kmsKeyId"] == key(HOME, DataClass.RESTRICTED)
    assert machine["tags"]["data-class"] == "restricted"
    assert machine["loggingConfiguration"]["level"] == "ALL"
    assert machine["loggingConfiguration"]["includeExecutionData"] is False


def test_an_execution_that_fails_ends_late_or_waits_is_told() -> None:
    alarms = {name: one.inputs for name, one in declared().items() if one.type.endswith("MetricAlarm")}
    assert {name: one["metricName"] for name, one in alarms.items()} == {
        "failed": "ExecutionsFailed",
        "timed-out": "ExecutionsTimedOut",
        "throttled": "ExecutionThrottled",
    }
    assert {tuple(one["alarmActions"]) for one in alarms.values()} == {(topic(HOME),)}
    assert alarms["failed"]["alarmDescription"] == "It fails."


@dataclass(frozen=True)
class Room(deployed.Room):
    violations: list[str]
    executions: Mapping[str, str]
    """ARNs by their last item."""

    def ended(self, item: str) -> tuple[dict[str, Any], list[str]]:
        """Return the execution whose last item is *item*, when it has ended, and what happened in it."""
        client, arn = self.boto("stepfunctions"), self.executions[item]

        def end() -> dict[str, Any] | None:
            found = client.describe_execution(executionArn=arn)
            return None if found["status"] == "RUNNING" else found

        found = eventually(end)
        return found, [one["type"] for one in client.get_execution_history(executionArn=arn)["events"]]


def program() -> None:
    role = aws.iam.Role("work", name="machine-work", assume_role_policy=trust("lambda.amazonaws.com"))
    work = aws.lambda_.Function(
        "work",
        name="machine-work",
        region=HOME.name,
        runtime=LAMBDA_RUNTIME,
        handler="work.handle",
        role=role.arn,
        code=pulumi.AssetArchive({"work.py": pulumi.StringAsset(CODE)}),
    )
    pulumi.export("arn", StateMachine("it-us-east-1", args(functions={"work": work.arn}, statements=[])).arn)


@pytest.fixture(scope="module")
def room(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Room:
    deployment = deployed.deployment(emulator_endpoint, tmp_path_factory.mktemp("machine"), program)
    result = deployment.up()
    assert not result.failed, result.failures
    client = boto3.client(
        "stepfunctions",
        endpoint_url=emulator_endpoint,
        region_name=HOME.name,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    executions = {
        item: client.start_execution(stateMachineArn=result.outputs["arn"], input=json.dumps({"items": ["one", item]}))[
            "executionArn"
        ]
        for item in ("two", "bad")
    }
    judge = PolicyJudge(Judge(Registry(rules=discover().rules, stack_rules=())))
    judged = deployment.preview(Options(judge=judge)).violations
    ours = [f"{one.urn.rpartition('::')[2]}: {one.rule}" for one in judged if "::it-us-east-1" in one.urn]
    return Room(emulator_endpoint, result, deployment.up(), ours, executions)


def test_it_comes_up_a_second_run_changes_nothing_and_no_rule_finds_fault(room: Room) -> None:
    assert not room.result.failed, room.result.failures
    assert room.again.changes()["update"] == room.again.changes()["create"] == 0
    assert room.violations == []


def test_an_execution_goes_through_every_item_tries_again_and_waits(room: Room) -> None:
    found, happened = room.ended("two")
    assert (found["status"], json.loads(found["output"])) == ("SUCCEEDED", ["did one", "did two"])
    assert (happened.count("TaskScheduled"), happened.count("TaskFailed")) == (4, 2)
    assert happened.index("MapStateExited") < happened.index("WaitStateExited") < happened.index("ChoiceStateExited")


def test_an_item_that_is_refused_is_caught_and_chosen_by(room: Room) -> None:
    found, happened = room.ended("bad")
    assert (found["status"], found["error"]) == ("FAILED", "Partly")
    assert (happened.count("TaskScheduled"), happened.count("TaskFailed")) == (3, 2)
