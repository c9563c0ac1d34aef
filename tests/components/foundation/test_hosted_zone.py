import json

import pytest

from settings import CONTROL_REGION, DataClass
from tests.components.foundation.room import ADMINISTRATORS, HOME, Room
from tests.components.policies import decides
from tests.components.site import ACCOUNT, LOG_DAYS, key


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


def signs(room: Room, action: str, principal: str, **context: str) -> bool:
    policy = room.resources["zone-signing-kms-key"]["policy"]
    return decides(policy, action, principal, {"aws:PrincipalArn": principal, **context})


def test_zone_is_signed_under_a_key_that_only_signs(room: Room) -> None:
    key = room.resources["zone-signing-kms-key"]
    assert (key["keyUsage"], key["customerMasterKeySpec"]) == ("SIGN_VERIFY", "ECC_NIST_P256")
    assert key["region"] == CONTROL_REGION.name
    assert room.resources["zone-dnssec"]["hostedZoneId"] == room.output("zone")


@pytest.mark.parametrize("action", ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"])
def test_route_53_finds_that_it_and_who_deploys_may_use_the_signing_key(room: Room, action: str) -> None:
    assert signs(room, action, ADMINISTRATORS[0])
    assert signs(room, action, "dnssec-route53.amazonaws.com", **{"aws:SourceAccount": ACCOUNT})
    assert not signs(room, action, "dnssec-route53.amazonaws.com", **{"aws:SourceAccount": "999999999999"})


def test_route_53_makes_its_grants_without_saying_for_whom(room: Room) -> None:
    assert signs(room, "kms:CreateGrant", "dnssec-route53.amazonaws.com", **{"kms:GrantIsForAWSResource": "true"})


def test_nobody_else_in_the_account_signs_for_the_zone(room: Room) -> None:
    somebody = f"arn:aws:iam::{ACCOUNT}:role/somebody"
    assert not any(signs(room, action, somebody) for action in ("kms:Sign", "kms:CreateGrant", "kms:PutKeyPolicy"))
