"""What needs a counterpart, a region its watchers or a service its zones, and lacks it, is named."""

from dataclasses import replace
from typing import Any

import pytest

from policies.core import Judge
from policies.registry import Registry
from policies.rules.stack.stack_services_span_zones import SUBNETS
from tests.policies import schema
from tests.policies.platform import platform
from tests.policies.stack import Ref, Stack, View, with_props
from tests.policies.stack_bases import needing
from tests.policies.stack_case import RULES, STACK_RULES, every_view, faults, judged, without


@every_view
@pytest.mark.parametrize(
    ("part", "label"),
    [
        ("encryption", "encryption"),
        ("BucketPolicy", "policy"),
        ("BucketPublicAccessBlock", "public access block"),
        ("BucketVersioning", "versioning"),
    ],
)
def test_a_bucket_without_one_of_its_guards_is_named(view: View, part: str, label: str) -> None:
    found = faults("stack_buckets_are_guarded", without(f"archive-eu-west-1-{part}").graph(view))
    assert found == {f"archive-eu-west-1-bucket: it has no {label}"}


@every_view
def test_only_a_bucket_that_receives_access_logs_may_do_without_a_customer_key(view: View) -> None:
    found = faults("stack_buckets_are_guarded", without("archive-eu-west-1-logging").graph(view))
    assert found == {"deliveries-eu-west-1-bucket: it is not encrypted under a customer key"}


def test_two_layers_of_encryption_under_a_customer_key_will_do() -> None:
    rules = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms:dsse"}}]
    assert not faults(
        "stack_buckets_are_guarded", with_props(platform().graph(), "archive-eu-west-1-encryption", rules=rules)
    )


def test_before_a_deployment_an_alias_of_the_stack_will_do_for_a_key() -> None:
    stack, rule = Stack(), "stack_stores_use_customer_keys"
    stack.add("aws:kms/alias:Alias", "alias", region="us-east-1")
    stack.add("aws:sns/topic:Topic", "topic", region="us-east-1", kmsMasterKeyId=Ref("alias"))
    assert judged(stack.graph(View.PREVIEW), Registry(rules=(), stack_rules=(RULES[rule],))) == (set(), set())


@every_view
@pytest.mark.parametrize(
    ("lost", "rule", "fault"),
    [
        ("network-eu-west-1-log", "stack_networks_have_flow_logs", "network-eu-west-1-vpc: it has no flow log"),
        ("acl-eu-west-1-logging", "stack_web_acls_are_logged", "acl-eu-west-1: it keeps no log"),
        (
            "gateway-eu-west-1-firewall",
            "stack_stages_have_web_acls",
            "gateway-eu-west-1-stage: no web ACL stands before it",
        ),
        ("vault-eu-west-1-lock", "stack_vaults_are_locked", "vault-eu-west-1: it is not locked"),
        (
            "network-eu-west-1-firewall-logging",
            "stack_firewalls_are_logged",
            "network-eu-west-1-firewall: it keeps no log",
        ),
        ("cdn-log-delivery", "stack_distributions_are_logged", "cdn-distribution: it keeps no access log"),
        (
            "archive-eu-west-1-BucketLifecycleConfiguration",
            "stack_buckets_have_lifecycles",
            "archive-eu-west-1-bucket: it has no lifecycle",
        ),
        (
            "account-block",
            "stack_buckets_have_an_account_block",
            "the account does not block public access to its buckets",
        ),
        ("passwords", "stack_accounts_have_a_password_policy", "the account has no password policy"),
        (
            "endpoint-kms-eu-west-1",
            "stack_networks_have_endpoints",
            "network-eu-west-1-vpc: it has no endpoint for kms",
        ),
        ("guardduty-eu-west-1", "stack_regions_have_guardduty", "eu-west-1 has no GuardDuty"),
        ("securityhub-eu-west-1", "stack_regions_have_security_hub", "eu-west-1 has no Security Hub"),
        ("inspector2-eu-west-1", "stack_regions_have_inspector", "eu-west-1 has no Amazon Inspector"),
        ("cfg-eu-west-1", "stack_regions_have_config", "eu-west-1 has no AWS Config"),
        ("accessanalyzer-eu-west-1", "stack_regions_have_access_analyzer", "eu-west-1 has no IAM Access Analyzer"),
        ("macie2-eu-west-1", "stack_regions_have_macie", "eu-west-1 has no Macie"),
        ("ebs-eu-west-1", "stack_regions_have_volume_encryption", "eu-west-1 has no default encryption of volumes"),
        ("snapshots-eu-west-1", "stack_regions_have_snapshot_block", "eu-west-1 has no blocking of public snapshots"),
    ],
)
def test_what_lacks_its_counterpart_is_named(view: View, lost: str, rule: str, fault: str) -> None:
    assert faults(rule, without(lost).graph(view)) == {fault}


@every_view
def test_a_bucket_is_logged_unless_its_log_would_say_nothing(view: View) -> None:
    rule = "stack_buckets_are_logged"
    graph = without("archive-eu-west-1-logging").graph(view)
    fault = "it keeps no access log"
    assert faults(rule, graph) == {f"{name}-eu-west-1-bucket: {fault}" for name in ("archive", "deliveries")}
    public = with_props(graph, "archive-eu-west-1-bucket", tags={"data-class": "public"})
    assert faults(rule, public) == {f"deliveries-eu-west-1-bucket: {fault}"}


@pytest.mark.parametrize(
    ("kind", "services"),
    [
        ("aws:cloudwatch/logGroup:LogGroup", "logs"),
        ("aws:dynamodb/table:Table", "dynamodb"),
        ("aws:eks/cluster:Cluster", "ec2, ecr.api, ecr.dkr, eks, sts"),
        ("aws:kms/key:Key", "kms"),
        ("aws:s3/bucket:Bucket", "s3"),
        ("aws:secretsmanager/secret:Secret", "secretsmanager"),
        ("aws:sqs/queue:Queue", "sqs"),
    ],
)
def test_a_network_needs_endpoints_for_what_is_used_alone(kind: str, services: str) -> None:
    found = faults("stack_networks_have_endpoints", needing(kind).graph())
    assert found == {f"vpc: it has no endpoint for {services}"}


@every_view
@pytest.mark.parametrize("kind", sorted(SUBNETS))
def test_what_stands_in_one_zone_is_named(view: View, kind: str) -> None:
    prop = SUBNETS[kind]
    schema.check(kind, prop)
    stack = Stack()
    for zone in "ab":
        stack.add("aws:ec2/subnet:Subnet", f"subnet-{zone}", availabilityZone=f"eu-west-1{zone}")
    one, other = ({"subnetId": Ref(f"subnet-{zone}", "id")} for zone in "ab")
    props: dict[str, Any] = {prop: [one, one]}
    stack.add(kind, "service", region="eu-west-1", **props)
    assert faults("stack_services_span_zones", stack.graph(view)) == {"service: all of it stands in one zone"}
    stack.nodes["service"].props[prop] = [one, other]
    assert not faults("stack_services_span_zones", stack.graph(view))


def test_a_zone_may_be_told_by_its_id_be_unknown_or_be_of_another_stack() -> None:
    rule, stack = "stack_services_span_zones", Stack()
    for zone in ("az1", "az2"):
        stack.add("aws:ec2/subnet:Subnet", f"subnet-{zone}", availabilityZoneId=f"euw1-{zone}")
    mappings = [{"subnetId": Ref(f"subnet-{zone}", "id")} for zone in ("az1", "az2")]
    balancer: dict[str, Any] = {"region": "eu-west-1", "subnets": mappings}
    stack.add("aws:lb/loadBalancer:LoadBalancer", "service", **balancer)
    assert not faults(rule, stack.graph())
    stack.nodes["subnet-az1"].props["availabilityZone"] = Ref("subnet-az2", "zone")
    _, open_ = judged(stack.graph(View.PREVIEW))
    assert "service" in {message.partition(":")[0] for name, message in open_ if name == rule}
    stack.nodes["service"].props["subnets"] = ["subnet-0123"]
    assert not faults(rule, stack.graph())


def test_a_stack_of_nothing_is_asked_for_nothing() -> None:
    assert judged([]) == (set(), set())
    said = {verdict.rule for verdict in Judge(STACK_RULES).evaluate_stack([]).verdicts}
    assert not {rule for rule in said if rule.startswith(("stack_regions_have_", "stack_trail_watches_"))}


def test_a_distribution_may_log_by_itself() -> None:
    graph = with_props(without("cdn-log-delivery").graph(), "cdn-distribution", loggingConfig={"bucket": "logs"})
    assert not faults("stack_distributions_are_logged", graph)


@pytest.mark.parametrize(
    "kind",
    [
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "aws:securityhub/findingAggregator:FindingAggregator",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    ],
)
def test_what_serves_what_stands_once_need_not_stand_everywhere(kind: str) -> None:
    stack = platform()
    stack.add(kind, "shipping-eu-west-1", region="eu-west-1")
    assert not faults("stack_regions_are_complete", stack.graph())


def test_what_names_no_region_is_of_none() -> None:
    stack = platform()
    stack.add("aws:apigateway/restApi:RestApi", "api")
    stack.add("aws:sns/topic:Topic", "topic", kmsMasterKeyId="arn:aws:kms:us-east-1:123456789012:key/1")
    assert not faults("stack_regions_have_macie", stack.graph())
    assert not faults("stack_stores_use_customer_keys", stack.graph())


def test_what_comes_from_outside_the_stack_is_open() -> None:
    stack, rule = platform(), "stack_vaults_are_locked"
    graph = [
        replace(each, property_dependencies={"backupVaultName": ["urn:pulumi:test::other::x::y"]})
        if each.name == "vault-eu-west-1-lock"
        else each
        for each in stack.graph(View.PREVIEW)
    ]
    violated, open_ = judged(graph, Registry(rules=(), stack_rules=(RULES[rule],)))
    assert not violated
    assert {message.rpartition(":")[0] for _, message in open_} == {"vault-eu-west-1: vault-eu-west-1-lock"}
