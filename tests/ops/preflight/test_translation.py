"""Resources in CloudFormation's terms: names, shapes, parts, and nothing dropped in silence."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ops.preflight import types_table
from ops.preflight.plan import Plan
from ops.preflight.schemas import Node, Schemas
from ops.preflight.translation import REFERENCE_REGION, Translator
from ops.terraform_plan.names import type_name as terraform_name
from policies.unknown import UNKNOWN
from tests.ops.preflight.plans import made
from tests.policies.schema import inputs

RULES = types_table.table()
CASES: list[tuple[str, Mapping[str, Any], str, Mapping[str, Any]]] = [
    (
        "aws:eks/cluster:Cluster",
        {"name": "c", "vpcConfig": {"subnetIds": ["a"]}, "enabledClusterLogTypes": ["api", "audit"], "version": "1.36"},
        "AWS::EKS::Cluster",
        {
            "Name": "c",
            "Version": "1.36",
            "ResourcesVpcConfig": {"SubnetIds": ["a"]},
            "Logging": {"ClusterLogging": {"EnabledTypes": [{"Type": "api"}, {"Type": "audit"}]}},
        },
    ),
    (
        "aws:dynamodb/table:Table",
        {"name": "t", "rangeKey": "b", "hashKey": "a", "attributes": [{"name": "a", "type": "S"}]},
        "AWS::DynamoDB::Table",
        {
            "TableName": "t",
            "KeySchema": [{"KeyType": "HASH", "AttributeName": "a"}, {"KeyType": "RANGE", "AttributeName": "b"}],
            "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
            "SSESpecification": {"SSEType": "KMS"},
        },
    ),
    (
        "aws:lb/loadBalancer:LoadBalancer",
        {
            "internal": True,
            "loadBalancerType": "network",
            "tags": {"a": "b"},
            "accessLogs": {"bucket": "l", "enabled": True},
        },
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        {
            "Scheme": "internal",
            "Type": "network",
            "Tags": [{"Key": "a", "Value": "b"}],
            "LoadBalancerAttributes": [
                {"Key": "access_logs.s3.bucket", "Value": "l"},
                {"Key": "access_logs.s3.enabled", "Value": "true"},
            ],
        },
    ),
    (
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {
            "bucket": "b",
            "rules": [{"id": "r", "filter": {"prefix": "p"}, "transitions": [{"days": 30}], "status": "Enabled"}],
        },
        "AWS::S3::Bucket",
        {
            "LifecycleConfiguration": {
                "Rules": [{"Id": "r", "Prefix": "p", "Status": "Enabled", "Transitions": [{"TransitionInDays": 30}]}]
            }
        },
    ),
    (
        "aws:iam/role:Role",
        {"name": "r", "assumeRolePolicy": '{"Version": "2012-10-17"}', "maxSessionDuration": 3600.0},
        "AWS::IAM::Role",
        {"RoleName": "r", "AssumeRolePolicyDocument": {"Version": "2012-10-17"}, "MaxSessionDuration": 3600},
    ),
    (
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            "dimensions": {"A": "b"},
            "metricQueries": [{"id": "m", "metric": {"stat": "Sum", "metricName": "x", "period": 60}}],
        },
        "AWS::CloudWatch::Alarm",
        {
            "Dimensions": [{"Name": "A", "Value": "b"}],
            "Metrics": [{"Id": "m", "MetricStat": {"Stat": "Sum", "Period": 60, "Metric": {"MetricName": "x"}}}],
        },
    ),
    (
        "aws:route53/record:Record",
        {"zoneId": "z", "aliases": [{"name": "n", "zoneId": "y"}], "latencyRoutingPolicies": [{"region": "eu-west-1"}]},
        "AWS::Route53::RecordSet",
        {"HostedZoneId": "z", "AliasTarget": {"DNSName": "n", "HostedZoneId": "y"}, "Region": "eu-west-1"},
    ),
    (
        "aws:ec2/securityGroup:SecurityGroup",
        {"description": "d", "vpcId": UNKNOWN},
        "AWS::EC2::SecurityGroup",
        {"GroupDescription": "d", "VpcId": UNKNOWN},
    ),
    (
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        {"parameters": [{"name": "rds.force_ssl", "value": "1"}]},
        "AWS::RDS::DBClusterParameterGroup",
        {"Parameters": {"rds.force_ssl": "1"}},
    ),
    (
        "aws:sfn/stateMachine:StateMachine",
        {
            "name": "n",
            "type": "STANDARD",
            "definition": '{"StartAt": "A"}',
            "loggingConfiguration": {"level": "ALL", "includeExecutionData": False, "logDestination": "g"},
        },
        "AWS::StepFunctions::StateMachine",
        {
            "StateMachineName": "n",
            "StateMachineType": "STANDARD",
            "Definition": {"StartAt": "A"},
            "LoggingConfiguration": {
                "Level": "ALL",
                "IncludeExecutionData": False,
                "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": "g"}}],
            },
        },
    ),
]


@pytest.mark.parametrize(("token", "props", "name", "expected"), CASES, ids=[case[0] for case in CASES])
def test_properties_take_the_shape_that_the_schema_has(
    translator: Translator, token: str, props: Mapping[str, Any], name: str, expected: Mapping[str, Any]
) -> None:
    found = translator.translate(made(token, "it", props))
    assert found is not None
    assert found.unmatched == []
    assert (found.type, found.properties) == (name, expected)


def test_what_has_no_counterpart_is_named_with_its_path(translator: Translator) -> None:
    found = translator.translate(
        made("aws:eks/cluster:Cluster", "it", {"vpcConfig": {"madeUp": 1}, "alsoMadeUp": 2, "forceDestroy": True})
    )
    assert found is not None
    assert sorted(found.unmatched) == ["alsoMadeUp", "vpcConfig.madeUp"]


def test_a_secret_is_not_handed_on(translator: Translator) -> None:
    secret = made("aws:rds/cluster:Cluster", "it", {"masterUsername": "admin", "masterPassword": "hush"})
    found = translator.translate(replace(secret, secrets=[("masterPassword",)]))
    assert found is not None
    assert found.properties == {"MasterUsername": "admin", "MasterUserPassword": UNKNOWN}


def test_a_type_without_a_schema_is_not_translated(translator: Translator) -> None:
    assert translator.translate(made("aws:dynamodb/tableItem:TableItem", "it")) is None
    assert translator.translate(made("kubernetes:core/v1:Namespace", "it")) is None


@pytest.mark.parametrize("token", sorted({*RULES.types, *RULES.unjudged}))
def test_the_table_speaks_of_types_that_there_are(token: str, known: Schemas, translator: Translator) -> None:
    assert terraform_name(token), f"{token} is no type of the provider's"
    name = translator.type_name(token)
    assert (name in known.types(REFERENCE_REGION)) is (token not in RULES.unjudged)


@pytest.mark.parametrize("token", sorted(RULES.types))
def test_the_table_speaks_of_properties_that_both_have(token: str, known: Schemas, translator: Translator) -> None:
    rules, schema = RULES.types[token], known.schema(str(translator.type_name(token)), REFERENCE_REGION)
    assert schema is not None
    ours = inputs(token)
    for path in (*rules.names, *rules.values):
        assert path.partition(".")[0] in ours, f"{token} has no {path}"
    assert set(rules.owner) <= set(ours)
    for target in rules.adds:
        assert _reached(schema.root, target), f"{token}: {target}"
    top = {path: target for path, target in rules.names.items() if target and "." not in path}
    inside = _reached(schema.root, rules.inside) if rules.inside else schema.root
    for path, target in top.items():
        start = schema.root if target.startswith("/") else inside
        assert start
        assert _reached(start, target.removeprefix("/")), f"{token}: {path} goes to {target}, which isn't there"


def _reached(node: Node, path: str) -> Node | None:
    for step in path.split(".") if path and "[" not in path else ():
        found = node.properties.get(step)
        if found is None:
            return None
        node = found.items or found
    return node


@pytest.mark.parametrize("stack", ["staging_plan", "prod_plan", "world_plan"])
def test_every_resource_of_the_stacks_is_judged_or_somebody_has_said_why_not(
    stack: str, translator: Translator, request: pytest.FixtureRequest
) -> None:
    plan: Plan = request.getfixturevalue(stack)
    ours = [each for each in plan.resources if each.type.startswith("aws:")]
    assert {
        each.type for each in ours if translator.translate(each) is None and not translator.unjudged(each.type)
    } == set(), "translate them in ops/preflight/types.yaml, or say there why not"


@pytest.mark.parametrize("stack", ["staging_plan", "prod_plan"])
def test_every_property_of_the_stacks_has_a_counterpart_or_somebody_has_said_that_it_has_none(
    stack: str, translator: Translator, request: pytest.FixtureRequest
) -> None:
    plan: Plan = request.getfixturevalue(stack)
    found = [translated for each in plan.resources if (translated := translator.translate(each))]
    said = {
        (token, path) for token, rules in RULES.types.items() for path, target in rules.names.items() if target is None
    }
    assert {
        (each.resource.type, path)
        for each in found
        for path in each.unmatched
        if (each.resource.type, path) not in said
    } == set(), "name the counterpart in ops/preflight/types.yaml, or null"
