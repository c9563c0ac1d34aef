"""Shards are founded and records kept where IAM is evaluated: each function has what its work needs."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from components._shared.function_args import FunctionNetwork
from components._shared.network import Network
from components._shared.shards import Shards
from components.api.consent_function import ConsentFunction, ConsentFunctionArgs
from components.api.record_functions import RecordFunctions, RecordFunctionsArgs
from components.data.rebalancer import Rebalancer, RebalancerArgs
from components.data.shard import APPLICATION_USER
from functions import contents
from ops.functions import building
from ops.functions.libraries import LOCAL
from tests.components.api.test_wiring import CONSENTS, PURPOSES, TABLES, of
from tests.components.data.declare import Declared, declare, sites
from tests.conftest import ROOT
from tests.functions.event_store.data_plane import create_table
from tests.sandbox.dataplane.cloud import ACCOUNT, REGION, Cloud, cloud

MAP = "map"
MAP_ARN = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{MAP}"
HOST = f"groot-shard-000-{REGION}.proxy.{REGION}.rds.amazonaws.com"
DATABASE = "platform"


def declared(secret_arn: str, key_arn: str) -> list[Declared]:
    """What the program declares of both functions, over the map and the secret that there are here."""

    def program() -> None:
        site = sites(1)[REGION]
        Rebalancer(
            "rebalancer",
            RebalancerArgs(
                site=site,
                network=Network(vpc_id="vpc-1", private_subnet_ids=["subnet-1"], isolated_subnet_ids=["subnet-2"]),
                peer_cidrs=[],
                map_name=MAP,
                map_arn=MAP_ARN,
                database=DATABASE,
                labels=["shard-000"],
                connect_arns=["arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-1/rebalancer"],
                secret_arns=[secret_arn],
                secrets_key_arn=key_arn,
                cluster_group_ids={REGION: "sg-1"},
                endpoints=[HOST],
            ),
        )
        shards = Shards(
            map_name=MAP,
            map_arn=MAP_ARN,
            database=DATABASE,
            user=APPLICATION_USER,
            connect_arns=["arn:aws:rds-db:us-east-1:123456789012:dbuser:prx-1/application"],
            proxy_group_id="sg-2",
            peer_cidrs=[],
            endpoints=[HOST],
        )
        network = FunctionNetwork(subnet_ids=["subnet-1"], group_id="sg-3")
        RecordFunctions(
            "records",
            RecordFunctionsArgs(
                site=site, network=network, shards=shards, tables=TABLES, consents=CONSENTS, purposes=PURPOSES
            ),
        )
        ConsentFunction(
            "consents", ConsentFunctionArgs(site=site, network=network, consents=CONSENTS, purposes=PURPOSES)
        )

    return declare(program)


def deploy(judging: Cloud, found: list[Declared], folder: str) -> str:
    """Deploy a function as it is declared, with the archive for this machine; returns its name."""
    [function] = [
        one for one in of(found, "aws:lambda/function:Function") if one["handler"].startswith(f"functions.{folder}.")
    ]
    name = function["name"]
    [policy] = [one["policy"] for one in of(found, "aws:iam/rolePolicy:RolePolicy") if role_of(found, one) == name]
    variables: Mapping[str, str] = function["environment"]["variables"]
    judging.client("lambda").create_function(
        FunctionName=name,
        Role=judging.role(name, *json.loads(policy)["Statement"]),
        Runtime=contents.RUNTIME,
        Handler=function["handler"],
        Code={"ZipFile": (ROOT / contents.archive(folder, LOCAL)).read_bytes()},
        Environment={"Variables": {key: str(value) for key, value in variables.items()}},
        Timeout=60,
    )
    return name


def role_of(found: list[Declared], policy: Mapping[str, Any]) -> str:
    """Return the name of the role that a policy is of."""
    return policy["role"]


@pytest.fixture(scope="module")
def judging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    building.build(ROOT, fetches=False)
    with cloud(tmp_path_factory.mktemp("judging"), judges=True) as running:
        yield running


def test_each_function_does_its_work_with_its_own_role(judging: Cloud) -> None:
    dynamodb = judging.client("dynamodb")
    dynamodb.create_table(
        TableName=MAP,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "shard", "KeyType": "HASH"}, {"AttributeName": "record", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "shard", "AttributeType": "S"},
            {"AttributeName": "record", "AttributeType": "S"},
        ],
    )
    key = judging.client("kms").create_key()["KeyMetadata"]["Arn"]
    master = json.dumps({"username": "platform_master", "password": "drawn"})
    secret = judging.client("secretsmanager").create_secret(Name="master", SecretString=master, KmsKeyId=key)["ARN"]
    hosts = {"M": {"write": {"S": HOST}, "cluster": {"S": HOST}}}
    dynamodb.put_item(
        TableName=MAP,
        Item={
            "shard": {"S": "shard-000"},
            "record": {"S": "topology"},
            "founding_region": {"S": REGION},
            "endpoints": {"M": {REGION: hosts}},
            "master_secret": {"S": secret},
        },
    )
    found = declared(secret, key)
    rebalancer, records = deploy(judging, found, "rebalancer"), deploy(judging, found, "records")
    assert "errorType" not in judging.call(rebalancer, {"do": "tend"})
    request = {
        "httpMethod": "PUT",
        "pathParameters": {"key": "a"},
        "requestContext": {"authorizer": {"tenant": "acme"}},
        "body": '{"n": 1}',
    }
    assert judging.call(records, request)["statusCode"] == 201
    dynamodb.create_table(
        TableName="keys",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "subject", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "subject", "AttributeType": "S"}],
    )
    dynamodb.put_item(TableName="keys", Item={"subject": {"S": "ann"}, "restricted": {"BOOL": True}})
    for who, status in (("ann", 403), ("bob", 200)):
        assert judging.call(records, request | {"headers": {"Groot-Subjects": who}})["statusCode"] == 200
        assert judging.call(records, request | {"httpMethod": "GET"})["statusCode"] == status
    consent = deploy(judging, found, "consent")
    for name in ("standing", "proofs"):
        create_table(dynamodb, name, "pk", "sk")
    for method, path, body in (
        ("PUT", {"text": "t", "version": "1"}, {"purpose": "offers", "language": "en", "words": "May we?"}),
        ("PUT", {"subject": "bob", "purpose": "offers"}, {**AGREED, "text": "t", "version": 1}),
        ("GET", {"subject": "bob"}, None),
    ):
        asked = {"httpMethod": method, "pathParameters": path, "body": json.dumps(body)}
        answer = judging.call(consent, {**asked, "requestContext": {"authorizer": {**WHO, "scope": "consents.write"}}})
        assert answer["statusCode"] == 200, answer
    offers = request | {"httpMethod": "GET", "headers": {"Groot-Purpose": "offers"}}
    offers |= {"requestContext": {"authorizer": {**WHO, "scope": "purpose:offers"}}}
    assert judging.call(records, offers)["statusCode"] == 200
    iam = judging.client("iam")
    iam.put_role_policy(RoleName=rebalancer, PolicyName="own", PolicyDocument=json.dumps(DENIED))
    assert "AccessDenied" in str(judging.call(rebalancer, {"do": "tend"}))


WHO = {"tenant": "acme", "principalId": "shop"}
AGREED = {"decision": "given", "surface": "shop", "method": "box"}
DENIED = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"}]}
