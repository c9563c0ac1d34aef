import json
from typing import Any

from settings import CONTROL_REGION, DataClass
from tests.components.foundation.room import HOME, Room
from tests.components.site import LOG_DAYS, key


def test_only_amazon_may_issue_certificates(room: Room) -> None:
    records = room.boto("route53").list_resource_record_sets(HostedZoneId=room.output("zone"))["ResourceRecordSets"]
    caa = next(one for one in records if one["Type"] == "CAA")
    assert {record["Value"] for record in caa["ResourceRecords"]} == {
        '0 issue "amazon.com"',
        '0 issue "amazonaws.com"',
        '0 issue "amazontrust.com"',
        '0 issue "awstrust.com"',
    }


def test_queries_are_logged_encrypted(room: Room) -> None:
    found = room.boto("route53").list_query_logging_configs()["QueryLoggingConfigs"]
    config = next(one for one in found if one["HostedZoneId"] == room.output("zone"))
    name = config["CloudWatchLogsLogGroupArn"].split(":log-group:")[1].removesuffix(":*")
    logs = room.boto("logs", CONTROL_REGION)
    group = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
    assert (group["kmsKeyId"], group["retentionInDays"]) == (key(HOME, DataClass.INTERNAL), LOG_DAYS)
    policies = [json.loads(one["policyDocument"]) for one in logs.describe_resource_policies()["resourcePolicies"]]
    services = [statement["Principal"]["Service"] for policy in policies for statement in policy["Statement"]]
    assert ["route53.amazonaws.com"] in services


def signing_policy(room: Room) -> dict[str, Any]:
    policy = json.loads(room.resources["zone-signing-kms-key"]["policy"])
    return {one["Sid"]: one for one in policy["Statement"]}


def test_zone_is_signed_under_a_key_that_only_signs(room: Room) -> None:
    key = room.resources["zone-signing-kms-key"]
    assert (key["keyUsage"], key["customerMasterKeySpec"]) == ("SIGN_VERIFY", "ECC_NIST_P256")
    assert key["region"] == CONTROL_REGION.name
    assert "kms:Sign" not in signing_policy(room)["Administer"]["Action"]
    assert signing_policy(room)["Sign"]["Principal"] == {"Service": ["dnssec-route53.amazonaws.com"]}
    assert room.resources["zone-dnssec"]["hostedZoneId"] == room.output("zone")
