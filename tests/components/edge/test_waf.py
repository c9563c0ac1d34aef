from typing import Any

import pytest

from components.edge.waf import MANAGED_GROUPS, REDACTED_HEADERS, WebAclArgs
from settings import DataClass, Region
from tests.components.edge.room import ABROAD, HOME, OPEN, Room
from tests.components.site import LOG_DAYS, active_site, key, topic


def acl(room: Room, arn: str, region: Region) -> dict[str, Any]:
    scope, name, acl_id = arn.split(":")[5].replace("global/", "CLOUDFRONT/").replace("/webacl", "").split("/")
    scope = "REGIONAL" if scope == "regional" else scope
    return room.boto("wafv2", region).get_web_acl(Name=name, Scope=scope, Id=acl_id)["WebACL"]


@pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)
def test_known_attacks_and_floods_are_blocked_in_each_region(room: Room, region: Region) -> None:
    rules = acl(room, room.output(f"open-{region.name}Guard"), region)["Rules"]
    rate, *managed = sorted(rules, key=lambda rule: rule["Priority"])
    assert rate["Action"] == {"Block": {}}
    assert rate["Statement"]["RateBasedStatement"]["Limit"] == 2_000
    assert rate["Statement"]["RateBasedStatement"]["EvaluationWindowSec"] == 300
    assert [rule["Statement"]["ManagedRuleGroupStatement"]["Name"] for rule in managed] == list(MANAGED_GROUPS)
    assert all(rule["OverrideAction"] == {"None": {}} for rule in managed)


def test_edge_is_guarded_as_well(room: Room) -> None:
    guard = acl(room, room.output("openGuard"), HOME)
    assert guard["DefaultAction"] == {"Allow": {}}
    assert len(guard["Rules"]) == 1 + len(MANAGED_GROUPS)


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
            requests_per_ip_per_5_minutes=100,
            blocked_per_minute_alarm=1,
        )
