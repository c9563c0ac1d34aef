from typing import Any

import pytest

from components.edge.waf import REDACTED_HEADERS, WebAclArgs
from components.edge.waf_rules import EDGE_HEADER, MANAGED_GROUPS
from settings import DataClass, Region
from tests.components.edge.room import ABROAD, HOME, OPEN, TRAFFIC, Room
from tests.components.site import LOG_DAYS, active_site, key, topic


def acl(room: Room, arn: str, region: Region) -> dict[str, Any]:
    scope, name, acl_id = arn.split(":")[5].replace("global/", "CLOUDFRONT/").replace("/webacl", "").split("/")
    scope = "REGIONAL" if scope == "regional" else scope
    return room.boto("wafv2", region).get_web_acl(Name=name, Scope=scope, Id=acl_id)["WebACL"]


def rules(room: Room, output: str, region: Region) -> dict[str, dict[str, Any]]:
    """Return the rules of a list by name, in their order."""
    found = acl(room, room.output(output), region)["Rules"]
    return {rule["Name"]: rule for rule in sorted(found, key=lambda rule: rule["Priority"])}


def conditions(rate: dict[str, Any], *path: str) -> list[dict[str, Any]]:
    """Return what stands at *path* of the statements that narrow a rate rule down."""
    narrowed = rate["ScopeDownStatement"]
    found = [narrowed] if "AndStatement" not in narrowed else narrowed["AndStatement"]["Statements"]
    for step in path:
        found = [one[step] for one in found if step in one]
    return found


@pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)
def test_known_attacks_and_floods_are_blocked_in_each_region(room: Room, region: Region) -> None:
    found = rules(room, f"open-{region.name}Guard", region)
    assert list(found) == ["rate-with-key", "rate-without-key", "body-too-large", *MANAGED_GROUPS]
    for name, rule in found.items():
        if name in MANAGED_GROUPS:
            assert rule["Statement"]["ManagedRuleGroupStatement"]["Name"] == name
            assert rule["OverrideAction"] == {"None": {}}
        else:
            assert rule["Action"] == {"Block": {}}


def test_edge_is_guarded_as_well(room: Room) -> None:
    guard = acl(room, room.output("openGuard"), HOME)
    assert guard["DefaultAction"] == {"Allow": {}}
    assert rules(room, "openGuard", HOME).keys() == rules(room, "open-eu-west-1Guard", ABROAD).keys()


@pytest.mark.parametrize(("output", "region"), [("openGuard", HOME), ("open-eu-west-1Guard", ABROAD)])
def test_a_customer_may_ask_as_often_as_its_tier_promises_and_a_stranger_less(
    room: Room, output: str, region: Region
) -> None:
    found = rules(room, output, region)
    with_key, without = (
        found[name]["Statement"]["RateBasedStatement"] for name in ("rate-with-key", "rate-without-key")
    )
    (tier,) = TRAFFIC.tiers.values()
    seconds = with_key["EvaluationWindowSec"]
    assert with_key["Limit"] >= tier.requests_per_second * seconds + tier.burst_requests
    assert without["Limit"] == TRAFFIC.requests_per_ip_per_5_minutes < with_key["Limit"]
    (key,) = conditions(with_key, "SizeConstraintStatement")
    assert key["FieldToMatch"] == {"SingleHeader": {"Name": "x-api-key"}}
    (no_key,) = conditions(without, "NotStatement", "Statement", "SizeConstraintStatement")
    assert no_key == key


def test_requests_that_the_distribution_passes_on_are_counted_at_the_edge_alone(room: Room) -> None:
    (header,) = next(one for one in room.inputs("open-cdn-distribution")["origins"] if one["originId"] == "api")[
        "customHeaders"
    ]
    for name in ("rate-with-key", "rate-without-key"):
        rate = rules(room, "open-eu-west-1Guard", ABROAD)[name]["Statement"]["RateBasedStatement"]
        (spared,) = conditions(rate, "NotStatement", "Statement", "ByteMatchStatement")
        assert spared["FieldToMatch"]["SingleHeader"]["Name"] == header["name"]
        assert spared["PositionalConstraint"] == "EXACTLY"
        edge = rules(room, "openGuard", HOME)[name]["Statement"]["RateBasedStatement"]
        assert conditions(edge, "NotStatement", "Statement", "ByteMatchStatement") == []
        alone = rules(room, "closed-eu-west-1Guard", ABROAD)[name]["Statement"]["RateBasedStatement"]
        assert conditions(alone, "NotStatement", "Statement", "ByteMatchStatement") == []


@pytest.mark.parametrize("prefix", ["x-amz-", "x-edge-"])
def test_the_distributions_token_goes_by_a_name_that_cloudfront_adds(prefix: str) -> None:
    assert not EDGE_HEADER.startswith(prefix)


@pytest.mark.parametrize(("guard", "resource"), [("open-guard", "cloudfront"), ("open-eu-west-1-guard", "apiGateway")])
def test_bodies_are_let_in_as_far_as_they_can_be_looked_through(room: Room, guard: str, resource: str) -> None:
    declared = room.inputs(f"{guard}-acl")
    (inspected,) = declared["associationConfig"]["requestBodies"]
    assert inspected == {resource: {"defaultSizeInspectionLimit": "KB_64"}}
    own = next(one for one in declared["rules"] if one["name"] == "body-too-large")["statement"]
    assert own["sizeConstraintStatement"]["size"] == 64 * 1024
    assert own["sizeConstraintStatement"]["fieldToMatch"] == {"body": {"oversizeHandling": "MATCH"}}
    common = next(one for one in declared["rules"] if one["name"] == "AWSManagedRulesCommonRuleSet")["statement"]
    assert common["managedRuleGroupStatement"]["ruleActionOverrides"] == [
        {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}
    ]


@pytest.mark.parametrize(("output", "region"), [("openGuard", HOME), ("open-eu-west-1Guard", ABROAD)])
def test_logs_are_encrypted_kept_and_hold_no_credentials(room: Room, output: str, region: Region) -> None:
    arn = room.output(output)
    logging = room.boto("wafv2", region).get_logging_configuration(ResourceArn=arn)["LoggingConfiguration"]
    assert {field["SingleHeader"]["Name"] for field in logging["RedactedFields"]} == set(REDACTED_HEADERS)
    name = logging["LogDestinationConfigs"][0].split(":log-group:")[1]
    assert name.startswith("aws-waf-logs-")
    group = room.boto("logs", region).describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
    assert (group["kmsKeyId"], group["retentionInDays"]) == (key(region, DataClass.INTERNAL), LOG_DAYS)


def test_somebody_hears_of_a_wave_of_blocked_requests(room: Room) -> None:
    alarms = room.boto("cloudwatch", ABROAD).describe_alarms()["MetricAlarms"]
    blocked = next(alarm for alarm in alarms if alarm["MetricName"] == "BlockedRequests")
    dimensions = {one["Name"]: one["Value"] for one in blocked["Dimensions"]}
    assert dimensions["Rule"] == "ALL"
    assert dimensions["Region"] == ABROAD.name
    assert blocked["AlarmActions"] == [topic(ABROAD)]


def test_a_list_for_cloudfront_stands_where_cloudfront_looks() -> None:
    with pytest.raises(ValueError, match="stands in us-east-1, not in eu-west-1"):
        WebAclArgs(
            site=active_site(ABROAD, OPEN.context),
            scope="CLOUDFRONT",
            traffic=TRAFFIC,
        )
