"""Who may call the API, and what the functions that answer may do themselves."""

import json
from collections.abc import Sequence
from typing import Any

from components._shared.consent_tables import ConsentTables
from components._shared.contract import WORKLOAD_SCOPE, contract, operations
from components._shared.event_tables import Delivery, EventTables, KeptTable
from components._shared.function_args import FunctionNetwork
from components.api.authorizer import Authorizer, AuthorizerArgs
from components.api.event_functions import EventFunctions, EventFunctionsArgs
from components.api.event_operations import EventOperations
from components.api.event_operators import EventOperators, EventOperatorsArgs
from governance.for_purposes import purposes
from governance.loading import load
from tests.components.data.declare import Declared, declare, sites

NETWORK = FunctionNetwork(subnet_ids=["subnet-1"], group_id="sg-1")
KEY_SET = '{"keys": []}'


def table(name: str) -> KeptTable:
    return KeptTable(name=name, arn=f"arn:aws:dynamodb:us-east-1:123456789012:table/{name}")


TABLES = EventTables(
    founding_region="us-east-1",
    key_arn="arn:aws:kms:us-east-1:123456789012:key/data",
    events=table("events"),
    stream_arn="arn:aws:dynamodb:us-east-1:123456789012:table/events/stream/1",
    keys=table("keys"),
    checkpoints=table("checkpoints"),
    summaries=table("summaries"),
    archive=Delivery(name="archive", arn="arn:aws:firehose:us-east-1:123456789012:deliverystream/archive"),
)

CONSENTS = ConsentTables(
    region="us-east-1",
    key_arn="arn:aws:kms:us-east-1:123456789012:key/data",
    standing=table("standing"),
    proofs=table("proofs"),
)
PURPOSES = purposes(load())


def of(declared: Sequence[Declared], kind: str) -> list[dict[str, Any]]:
    return [one.inputs for one in declared if one.type == kind]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(policy: str) -> dict[str, dict[str, Any]]:
    return {one["Sid"]: one for one in json.loads(policy)["Statement"]}


def authorizer() -> list[Declared]:
    def program() -> None:
        site = sites(1)["us-east-1"]
        Authorizer("who", AuthorizerArgs(site=site, network=NETWORK, key_set=KEY_SET, api_host="api.example.com"))

    return declare(program)


def test_whoever_makes_tokens_to_try_is_told_every_scope() -> None:
    [function] = of(authorizer(), "aws:lambda/function:Function")
    every = {scope for operation in operations(contract()) for scope in operation.scopes}
    assert {*function["environment"]["variables"]["TOKEN_SCOPES"].split()} == {*every, WORKLOAD_SCOPE}


def test_the_authorizer_is_told_the_keys_and_may_ask_nobody() -> None:
    declared = authorizer()
    [function] = of(declared, "aws:lambda/function:Function")
    assert function["environment"]["variables"]["TOKEN_KEY_SET"] == KEY_SET
    [role] = of(declared, "aws:iam/rolePolicy:RolePolicy")
    actions = {action for one in statements(role["policy"]).values() for action in as_list(one["Action"])}
    assert not [action for action in actions if action.startswith(("kms:Verify", "kms:Sign", "kms:Get"))]


def event_functions() -> list[Declared]:
    def program() -> None:
        EventFunctions("events", EventFunctionsArgs(site=sites(1)["us-east-1"], network=NETWORK, tables=TABLES))

    return declare(program)


def test_who_answers_may_not_touch_projections_nor_who_projects_append() -> None:
    api, projector = sorted(
        (statements(one["policy"]) for one in of(event_functions(), "aws:iam/rolePolicy:RolePolicy")),
        key=lambda found: "Checkpoints" in found,
    )
    assert projector["Archive"]["Action"] == ["firehose:PutRecordBatch"]
    assert projector["Archive"]["Resource"] == [TABLES.archive.arn]
    assert not {"dynamodb:PutItem", "dynamodb:UpdateItem"} & {
        *api["Projections"]["Action"],
        *api["Summaries"]["Action"],
    }
    assert "dynamodb:PutItem" not in projector["Events"]["Action"]
    assert "SubjectKeys" not in projector


def test_projections_hear_of_commits_alone() -> None:
    [source] = of(event_functions(), "aws:lambda/eventSourceMapping:EventSourceMapping")
    [pattern] = source["filterCriteria"]["filters"]
    assert json.loads(pattern["pattern"])["dynamodb"]["Keys"]["sk"]["S"] == [{"prefix": "c#"}]
    assert source["functionResponseTypes"] == ["ReportBatchItemFailures"]


def test_whoever_operates_takes_from_keys_what_was_destroyed_and_makes_or_deletes_none() -> None:
    def program() -> None:
        work = EventFunctionsArgs(site=sites(1)["us-east-1"], network=NETWORK, tables=TABLES)
        EventOperators(
            "operators",
            EventOperatorsArgs(context=work.site.context, function_arns=[EventOperations("operations", work).arn]),
        )

    declared = declare(program)
    [role] = of(declared, "aws:iam/rolePolicy:RolePolicy")
    found = statements(role["policy"])
    assert found["SubjectKeys"]["Action"] == ["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:UpdateItem"]
    assert not {"dynamodb:DeleteItem", "dynamodb:UpdateItem"} & {*found["Events"]["Action"]}, "events are never changed"
    [operators] = of(declared, "aws:iam/policy:Policy")
    [statement] = json.loads(operators["policy"])["Statement"]
    assert statement["Action"] == ["lambda:InvokeFunction"]
    assert len(as_list(statement["Resource"])) == 1
