"""A function with everything that it takes to run it: as a program declares it, and as it then stands in AWS."""

import json
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components._shared.context import Context
from components._shared.function import Function
from components._shared.function_alias import weights
from components._shared.function_args import FunctionArgs, FunctionNetwork, Invoker
from components._shared.function_sources import EventSource, SourceKind
from components._shared.iam import Statement
from functions.contents import ARCHITECTURE, RUNTIME
from ops.judge import PolicyJudge
from policies.core import Judge
from policies.registry import Registry, discover
from sandbox.engine.deployment import Options
from settings import DataClass, Region
from tests.components import deployed
from tests.components.data.declare import Declared, declare
from tests.components.site import ACCOUNT, active_site, key, topic

HOME = Region(name="us-east-1", cidr="10.0.0.0/16", weight=100, residency="us")
TAGS = {"owner": "tests", "cost-center": "tests", "environment": "test"}
SITE = active_site(HOME, Context(prefix="groot-room", account_id=ACCOUNT, tags=TAGS))
CALLED = "groot-room-it-us-east-1"
GATEWAY = f"arn:aws:execute-api:us-east-1:{ACCOUNT}:api/*/GET/streams"
WORK = Statement(sid="Work", actions=["dynamodb:GetItem"], resources=["arn:aws:dynamodb:us-east-1:1:table/it"])


def source(kind: SourceKind, **given: Any) -> EventSource:
    arn = f"arn:aws:{kind}:us-east-1:{ACCOUNT}:fed"
    return EventSource(name="fed", kind=kind, arn=arn, key_arn=key(HOME, DataClass.CONFIDENTIAL), **given)


def args(**given: Any) -> FunctionArgs:
    known = {"site": SITE, "function": "search", "entry": "index", "description": "It", "failure": "It fails."}
    return FunctionArgs(**{**known, "statements": [WORK], **given})


def declared(**given: Any) -> dict[str, Declared]:
    """Return what a function declares, by what it is called after the function's own name."""
    found = declare(
        lambda: Function("it-us-east-1", args(**given)) and None, {"aws:lambda/function:Function": {"version": "7"}}
    )
    return {one.name.removeprefix("it-us-east-1-"): one for one in found}


def actions(found: dict[str, Declared]) -> dict[str, tuple[list[str], list[str]]]:
    """Return what the role may do, by the statement's name: actions and resources."""
    statements = json.loads(found["policy"].inputs["policy"])["Statement"]
    return {one["Sid"]: (one["Action"], one["Resource"]) for one in statements}


def test_the_code_is_that_of_its_folder_and_the_runtime_everybodys() -> None:
    function = declared()["function"].inputs
    assert (function["runtime"], function["architectures"]) == (RUNTIME, [ARCHITECTURE])
    assert function["handler"] == "functions.search.handler.index"
    assert function["code"].path == "build/functions/search-arm64.zip"
    assert function["publish"] is True


def test_the_role_may_do_its_work_and_tell_of_itself_and_nothing_else() -> None:
    may = actions(declared())
    assert set(may) == {"Work", "DeadLetters", "Logs", "EnvironmentAndFailures", "Traces"}
    assert may["DeadLetters"][1] == [f"arn:aws:sqs:us-east-1:{ACCOUNT}:{CALLED}-dead-letters"]
    assert may["Logs"][1] == [f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/lambda/{CALLED}:*"]
    assert [sid for sid, (_, resources) in may.items() if resources == ["*"]] == ["Traces"]


def test_a_role_that_was_made_before_is_taken_and_its_names_are_the_same() -> None:
    found = declared(role_arn="arn:aws:iam::1:role/before", called="groot-room-other")
    assert not found.keys() & {"role", "policy"}
    assert (found["function"].inputs["role"], found["function"].inputs["name"]) == (
        "arn:aws:iam::1:role/before",
        "groot-room-other",
    )
    assert found["logs"].inputs["name"] == "/aws/lambda/groot-room-other"


def test_only_a_function_in_a_network_may_make_interfaces() -> None:
    network = FunctionNetwork(subnet_ids=["subnet-1", "subnet-2"], group_id="sg-1")
    found = declared(network=network)
    assert found["function"].inputs["vpcConfig"] == {
        "securityGroupIds": ["sg-1"],
        "subnetIds": ["subnet-1", "subnet-2"],
    }
    assert "ec2:CreateNetworkInterface" in actions(found)["Interfaces"][0]
    assert "vpcConfig" not in declared()["function"].inputs


@pytest.mark.parametrize("kind", SourceKind)
def test_lambda_may_fetch_from_a_source_and_decrypt_it(kind: SourceKind) -> None:
    may = actions(declared(sources=[source(kind)]))
    assert may["FedRecords"][1] == [f"arn:aws:{kind}:us-east-1:{ACCOUNT}:fed"]
    assert may["FedKey"] == (["kms:Decrypt"], [key(HOME, DataClass.CONFIDENTIAL)])
    assert all(action.startswith(f"{kind}:") for action in may["FedRecords"][0])
    assert ("FedLists" in may) == (kind is not SourceKind.SQS)


@pytest.mark.parametrize("kind", [SourceKind.DYNAMODB, SourceKind.KINESIS])
def test_a_record_of_a_stream_that_fails_stands_alone_and_goes_to_the_dead_letters(kind: SourceKind) -> None:
    found = declared(sources=[source(kind, most_retries=3, parallel_batches=2, filters=[{"eventName": ["INSERT"]}])])
    mapping = found["from-fed"].inputs
    assert mapping["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert (mapping["bisectBatchOnFunctionError"], mapping["maximumRetryAttempts"]) == (True, 3)
    assert mapping["destinationConfig"]["onFailure"]["destinationArn"].endswith(":it-us-east-1-dead-letters")
    assert (mapping["parallelizationFactor"], mapping["startingPosition"]) == (2, "TRIM_HORIZON")
    assert mapping["filterCriteria"] == {"filters": [{"pattern": '{"eventName": ["INSERT"]}'}]}
    assert mapping["functionName"].endswith(":it-us-east-1-live")
    assert "late" in found


def test_a_queue_has_dead_letters_and_retries_of_its_own() -> None:
    found = declared(sources=[source(SourceKind.SQS)])
    mapping = found["from-fed"].inputs
    assert mapping["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert not mapping.keys() & {"startingPosition", "maximumRetryAttempts", "destinationConfig"}
    assert "late" not in found


def test_every_alarm_tells_the_region_s_topic() -> None:
    alarms = {
        name: one.inputs for name, one in declared(timeout_seconds=30).items() if one.type.endswith("MetricAlarm")
    }
    assert set(alarms) == {"failed", "throttled", "slow", "dead-letters"}
    assert {tuple(one["alarmActions"]) for one in alarms.values()} == {(topic(HOME),)}
    assert alarms["slow"]["threshold"] == 24_000
    assert alarms["failed"]["alarmDescription"] == "It fails."


def test_a_service_may_call_the_alias_from_where_it_is_said_to() -> None:
    found = declared(invokers={"gateway": Invoker(service="apigateway.amazonaws.com", source_arn=GATEWAY)})
    permission = found["by-gateway"].inputs
    assert (permission["principal"], permission["sourceArn"]) == ("apigateway.amazonaws.com", GATEWAY)
    assert permission["qualifier"] == "live"


@pytest.mark.parametrize(
    ("newest", "share", "expected"),
    [
        ("7", 100, ("7", {})),
        ("7", 10, ("6", {"7": 0.1})),
        ("7", 0, ("6", {})),
        ("1", 10, ("1", {})),
    ],
)
def test_a_new_version_takes_its_share_and_is_taken_back_by_none(
    newest: str, share: int, expected: tuple[str, dict[str, float]]
) -> None:
    assert weights(newest, share) == expected


def test_the_alias_stands_where_the_share_says() -> None:
    assert declared()["live"].inputs["functionVersion"] == "7"
    tried = declared(newest_share_percent=10)["live"].inputs
    assert (tried["functionVersion"], tried["routingConfig"]) == ("6", {"additionalVersionWeights": {"7": 0.1}})
    back = declared(newest_share_percent=0)["live"].inputs
    assert (back["functionVersion"], back.get("routingConfig")) == ("6", None)


def test_a_share_of_more_than_all_is_refused() -> None:
    with pytest.raises(Exception, match="newest_share_percent is 101; give 0 to 100"):
        declared(newest_share_percent=101)


@dataclass(frozen=True)
class Room(deployed.Room):
    violations: list[str]


def program() -> None:
    table = aws.dynamodb.Table(
        "events",
        name="events",
        region=HOME.name,
        hash_key="id",
        billing_mode="PAY_PER_REQUEST",
        attributes=[aws.dynamodb.TableAttributeArgs(name="id", type="S")],
        stream_enabled=True,
        stream_view_type="NEW_IMAGE",
    )
    vpc_id, subnet_ids = deployed.declare_network("it", HOME)
    group = aws.ec2.SecurityGroup("it", region=HOME.name, vpc_id=vpc_id, description="It")
    stream = EventSource(
        name="events", kind=SourceKind.DYNAMODB, arn=table.stream_arn, key_arn=key(HOME, DataClass.CONFIDENTIAL)
    )
    function = Function(
        "it-us-east-1",
        args(
            sources=[stream],
            reserved_concurrency=5,
            invokers={"gateway": Invoker(service="apigateway.amazonaws.com", source_arn=GATEWAY)},
            network=FunctionNetwork(subnet_ids=subnet_ids, group_id=group.id),
        ),
    )
    pulumi.export("arn", function.arn)
    pulumi.export("name", function.name)


@pytest.fixture(scope="module")
def room(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Room:
    deployment = deployed.deployment(emulator_endpoint, tmp_path_factory.mktemp("function"), program)
    judge = PolicyJudge(Judge(Registry(rules=discover().rules, stack_rules=())))
    result = deployment.up()
    judged = deployment.preview(Options(judge=judge)).violations
    ours = [f"{one.urn.rpartition('::')[2]}: {one.rule}" for one in judged if "::it-us-east-1" in one.urn]
    return Room(emulator_endpoint, result, deployment.up(), ours)


def test_it_comes_up_and_a_second_run_changes_nothing(room: Room) -> None:
    assert not room.result.failed, room.result.failures
    assert room.again.changes()["update"] == room.again.changes()["create"] == 0


def test_no_rule_finds_fault_but_that_code_is_not_signed(room: Room) -> None:
    assert [one for one in room.violations if "verifies_code" not in one] == []


def test_it_stands_with_its_code_its_alias_and_its_stream(room: Room) -> None:
    client = room.boto("lambda")
    assert client.get_alias(FunctionName=CALLED, Name="live")["FunctionVersion"] == "1"
    (mapping,) = client.list_event_source_mappings(FunctionName=room.output("arn"))["EventSourceMappings"]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert client.get_function_concurrency(FunctionName=CALLED)["ReservedConcurrentExecutions"] == 5
