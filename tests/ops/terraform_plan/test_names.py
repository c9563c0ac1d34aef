"""The table of names: complete for what is judged, and made from the SDK that is locked."""

from importlib.metadata import version

import pytest

from ops.terraform_plan.names import Kind, Name, property_name, snake_case, sources, type_name
from policies.registry import discover
from tests.policies import schema

ONLY_PULUMI = {"aws:ram/sharingWithOrganization:SharingWithOrganization"}
"""Types that Pulumi's provider has and Terraform's has not."""


def name_of(token: str, *path: str) -> Name | None:
    """Return what Terraform calls the property at *path* of the type *token*."""
    found = type_name(token)
    assert found
    block, name = found.block, None
    for part in path:
        name = property_name(block, part)
        block = name.block if name else None
    return name


def test_the_table_was_made_from_the_sdk_that_is_installed() -> None:
    assert sources()["pulumi-aws"] == version("pulumi-aws"), "run tests/ops/terraform_plan/derive.py"


def test_every_type_of_the_sdk_has_a_name() -> None:
    assert {token for token in schema.tokens() if not type_name(token)} == ONLY_PULUMI


def test_every_type_of_aws_that_a_rule_judges_has_a_name() -> None:
    judged = frozenset[str]().union(*(rule.resource_types for rule in discover().rules))
    assert {token for token in judged if token.startswith("aws:") and not type_name(token)} <= ONLY_PULUMI


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("aws:s3/bucket:Bucket", "aws_s3_bucket"),
        ("aws:s3/bucketVersioning:BucketVersioning", "aws_s3_bucket_versioning"),
        ("aws:rds/instance:Instance", "aws_db_instance"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
        ("aws:elb/loadBalancer:LoadBalancer", "aws_elb"),
        ("aws:ec2/securityGroup:SecurityGroup", "aws_security_group"),
        ("aws:ec2/networkAclRule:NetworkAclRule", "aws_network_acl_rule"),
        ("aws:cfg/recorder:Recorder", "aws_config_configuration_recorder"),
        ("aws:cloudtrail/trail:Trail", "aws_cloudtrail"),
        ("aws:directconnect/linkAggregationGroup:LinkAggregationGroup", "aws_dx_lag"),
        ("aws:docdb/clusterParameterGroup:ClusterParameterGroup", "aws_docdb_cluster_parameter_group"),
        ("aws:opensearch/domainPolicy:DomainPolicy", "aws_opensearch_domain_policy"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws_vpc_security_group_ingress_rule"),
    ],
)
def test_types_are_called_as_terraforms_documentation_calls_them(token: str, expected: str) -> None:
    found = type_name(token)
    assert found
    assert found.name == expected


@pytest.mark.parametrize(
    ("token", "path", "expected", "kind"),
    [
        ("aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.mfaDelete", "mfa_delete", Kind.PLAIN),
        (
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "rules.applyServerSideEncryptionByDefault",
            "apply_server_side_encryption_by_default",
            Kind.PLAIN,
        ),
        (
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "rules",
            "rule",
            Kind.PLAIN,
        ),
        ("aws:lambda/function:Function", "name", "function_name", Kind.PLAIN),
        ("aws:lambda/function:Function", "environment.variables", "variables", Kind.MAP),
        ("aws:apigateway/stage:Stage", "restApi", "rest_api_id", Kind.PLAIN),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "name", "alarm_name", Kind.PLAIN),
        ("aws:sns/topicSubscription:TopicSubscription", "topic", "topic_arn", Kind.PLAIN),
        ("aws:wafv2/webAcl:WebAcl", "rules.statement.andStatement.statements", "statement", Kind.PLAIN),
        ("aws:wafv2/webAcl:WebAcl", "rules.statement.geoMatchStatement.countryCodes", "country_codes", Kind.PLAIN),
        ("aws:cloudfront/distribution:Distribution", "origins", "origin", Kind.PLAIN),
        ("aws:ec2/subnet:Subnet", "tags", "tags", Kind.MAP),
        ("aws:iam/role:Role", "assumeRolePolicy", "assume_role_policy", Kind.JSON),
    ],
)
def test_properties_are_called_as_terraforms_documentation_calls_them(
    token: str, path: str, expected: str, kind: Kind
) -> None:
    name = name_of(token, *path.split("."))
    assert name
    assert (name.name, name.kind) == (expected, kind)


def test_a_property_of_pulumis_own_has_no_name() -> None:
    assert name_of("aws:eks/cluster:Cluster", "defaultAddonsToRemoves") is None


def test_capitals_become_underscores() -> None:
    assert snake_case("kmsKeyId") == "kms_key_id"
    assert snake_case("serviceIpv4Cidr") == "service_ipv4_cidr"
