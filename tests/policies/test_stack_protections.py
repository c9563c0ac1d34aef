"""What must be there and isn't is missed: protections that are resources of their own, taken from a sound platform."""

from typing import Any

import pytest

from policies.registry import Registry
from tests.policies.platform import platform
from tests.policies.stack import View, with_props
from tests.policies.stack_case import RULES, every_view, faults, judged, without

GONE: dict[str, tuple[str, str]] = {
    "archive-us-east-1-lock": (
        "stack_archives_are_locked",
        "archive-us-east-1-bucket: it keeps the audit trail, and nothing locks it",
    ),
    "vault-eu-west-1-policy": (
        "stack_vaults_have_policies",
        "vault-eu-west-1: it has no policy, and whoever IAM allows deletes its recovery points",
    ),
    "default-eu-west-1": (
        "stack_networks_close_their_default_groups",
        "network-eu-west-1-vpc: its default security group is as AWS made it, open among its members",
    ),
    "restored-eu-west-1": (
        "stack_restores_are_tested",
        "eu-west-1 makes backups, and no plan tries to restore them",
    ),
    "guardduty-told-eu-west-1": (
        "stack_findings_are_told",
        "guardduty-eu-west-1: nobody is told of what aws.guardduty finds",
    ),
    "securityhub-told-us-east-1": (
        "stack_findings_are_told",
        "securityhub-us-east-1: nobody is told of what aws.securityhub finds",
    ),
    "zone-signing": ("stack_zones_are_signed", "zone: its answers are not signed"),
    "recording-eu-west-1": ("stack_regions_have_config", "eu-west-1 has no AWS Config"),
    "backup-told-eu-west-1": (
        "stack_backups_are_told",
        "vault-eu-west-1: nobody is told of copies that fail and recovery points that change",
    ),
    "guardduty-RDS_LOGIN_EVENTS-eu-west-1": (
        "stack_detectors_have_features",
        "guardduty-eu-west-1: its region needs RDS_LOGIN_EVENTS, which is not on",
    ),
    "gateway-eu-west-1-authorizer": (
        "stack_gateways_have_authorizers",
        "gateway-eu-west-1-api: its methods ask an authorizer, and it has none",
    ),
    "standard-eu-west-1": ("stack_hubs_have_standards", "securityhub-eu-west-1: it checks against no standard"),
    "judging-eu-west-1": ("stack_recordings_are_judged", "cfg-eu-west-1: no rule judges what it records"),
    "gateway-eu-west-1-settings": (
        "stack_stages_have_settings",
        "gateway-eu-west-1-stage: no settings hold for all its methods",
    ),
    "volumes-key-eu-west-1": (
        "stack_volumes_have_a_default_key",
        "ebs-eu-west-1: its region names no default key, so volumes come under AWS's",
    ),
}
"""What is taken away, the rule that misses it and what that says."""


@every_view
@pytest.mark.parametrize("name", GONE)
def test_a_protection_that_is_gone_is_missed(view: View, name: str) -> None:
    rule, fault = GONE[name]
    assert faults(rule, without(name).graph(view)) == {fault}


@pytest.mark.parametrize(
    ("name", "props", "rule"),
    [
        ("guardduty-S3_DATA_EVENTS-eu-west-1", {"status": "DISABLED"}, "stack_detectors_have_features"),
        ("gateway-eu-west-1-settings", {"methodPath": "orders/GET"}, "stack_stages_have_settings"),
        ("recording-eu-west-1", {"isEnabled": False}, "stack_regions_have_config"),
        ("guardduty-eu-west-1", {"enable": False}, "stack_regions_have_guardduty"),
        ("macie2-eu-west-1", {"status": "PAUSED"}, "stack_regions_have_macie"),
        ("ebs-eu-west-1", {"enabled": False}, "stack_regions_have_volume_encryption"),
        ("guardduty-found-eu-west-1", {"state": "DISABLED"}, "stack_findings_are_told"),
        ("guardduty-found-eu-west-1", {"eventPattern": '{"source": ["aws.health"]}'}, "stack_findings_are_told"),
    ],
)
def test_what_is_there_and_switched_off_protects_nothing(name: str, props: dict[str, object], rule: str) -> None:
    assert faults(rule, platform().graph()) == set()
    assert faults(rule, with_props(platform().graph(), name, **props))


def test_a_zone_of_networks_alone_needs_no_signature() -> None:
    graph = with_props(without("zone-signing").graph(), "zone", vpcs=[{"vpcId": "vpc-1"}])
    assert not faults("stack_zones_are_signed", graph)


@pytest.mark.parametrize(
    "kind",
    [
        "aws:dynamodb/table:Table",
        "aws:ecs/cluster:Cluster",
        "aws:lambda/function:Function",
        "aws:rds/instance:Instance",
    ],
)
def test_what_runs_somewhere_asks_for_watchers_there(kind: str) -> None:
    stack = platform()
    stack.add(kind, "far", region="sa-east-1", identifier="far", name="far")
    assert faults("stack_regions_have_guardduty", stack.graph()) == {"sa-east-1 has no GuardDuty"}


def test_a_resource_of_no_named_region_is_told_of() -> None:
    stack = platform()
    stack.add("aws:lambda/function:Function", "old")
    _, open_ = judged(stack.graph(), Registry(rules=(), stack_rules=(RULES["stack_regions_have_guardduty"],)))
    message = "its provider doesn't say which region it is in; versions of pulumi-aws from 7 on do"
    assert open_ == {("stack_regions_have_guardduty", f"old: {message}")}


@every_view
def test_tags_that_a_provider_adds_to_everything_count(view: View) -> None:
    stack = platform()
    table: dict[str, Any] = {"tags": {"owner": "x"}, "tagsAll": {"owner": "x", "data-class": "internal"}}
    stack.add("aws:dynamodb/table:Table", "tagged", region="us-east-1", name="tagged", **table)
    found = faults("stack_stores_are_backed_up", stack.graph(view))
    assert found == {"tagged: no backup selection in us-east-1 takes it"}


@pytest.mark.parametrize("rule", ["stack_stores_are_backed_up", "stack_stores_use_customer_keys"])
def test_a_replica_is_backed_up_and_encrypted_as_its_source_is(rule: str) -> None:
    stack = platform()
    given: dict[str, Any] = {"region": "us-east-1", "tags": {"data-class": "internal"}, "identifier": "orders-2"}
    stack.add("aws:rds/instance:Instance", "replica", **given)
    assert faults(rule, stack.graph())
    assert not faults(rule, with_props(stack.graph(), "replica", replicateSourceDb="orders"))
