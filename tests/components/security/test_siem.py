import importlib
import json

import pytest

from components._shared.function_code import code_digest
from components._shared.network import Network
from components.security.search_domain import SearchDomainArgs
from components.security.siem_alarms import delivery_alarms, domain_alarms
from functions.search.rules import Rules
from settings import Search
from tests.components.security.room import CONTEXT, HOME, Room, archive_bucket, log_key
from tests.components.site import ACCOUNT, LOG_DAYS, active_site, topic

DOMAIN = "groot-room-siem-us-east-1"
DOMAIN_ARN = f"arn:aws:es:us-east-1:{ACCOUNT}:domain/{DOMAIN}"
ADMIN, DELIVERY, INDEXER, KEEPER = (
    f"groot-room-siem-{role}-us-east-1" for role in ("admin", "delivery", "index", "keep")
)


def test_domain_is_closed_and_encrypted_everywhere(room: Room) -> None:
    domain = room.boto("opensearch").describe_domain(DomainName=DOMAIN)["DomainStatus"]
    assert domain["EncryptionAtRestOptions"] == {"Enabled": True, "KmsKeyId": log_key(HOME)}
    assert domain["NodeToNodeEncryptionOptions"]["Enabled"]
    assert domain["DomainEndpointOptions"] == {
        "EnforceHTTPS": True,
        "TLSSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10",
    }
    assert domain["AdvancedSecurityOptions"]["Enabled"]
    assert not domain["AdvancedSecurityOptions"]["InternalUserDatabaseEnabled"]
    assert domain["Endpoints"]["vpc"] == room.output("search")["us"]


def test_domain_survives_the_loss_of_a_zone(room: Room) -> None:
    nodes = room.boto("opensearch").describe_domain(DomainName=DOMAIN)["DomainStatus"]["ClusterConfig"]
    assert nodes["ZoneAwarenessEnabled"]
    assert nodes["ZoneAwarenessConfig"]["AvailabilityZoneCount"] == nodes["InstanceCount"] == 3
    assert (nodes["DedicatedMasterEnabled"], nodes["DedicatedMasterCount"]) == (True, 3)


def test_domain_writes_all_its_logs_into_encrypted_groups(room: Room) -> None:
    options = room.boto("opensearch").describe_domain(DomainName=DOMAIN)["DomainStatus"]["LogPublishingOptions"]
    assert options.keys() == {"AUDIT_LOGS", "ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"}
    groups = room.boto("logs").describe_log_groups(logGroupNamePrefix=f"/aws/opensearch/{DOMAIN}/")["logGroups"]
    assert {group["kmsKeyId"] for group in groups} == {log_key(HOME)}
    assert {option["CloudWatchLogsLogGroupArn"].removesuffix(":*") for option in options.values()} == {
        group["arn"].removesuffix(":*") for group in groups
    }


def test_only_the_admin_role_rules_the_domain_and_only_with_a_second_factor(room: Room) -> None:
    domain = room.boto("opensearch").describe_domain(DomainName=DOMAIN)["DomainStatus"]
    allowed = json.loads(domain["AccessPolicies"])["Statement"]
    assert [one["Principal"]["AWS"] for one in allowed] == [[role_arn(ADMIN)]]
    trust = room.boto("iam").get_role(RoleName=ADMIN)["Role"]["AssumeRolePolicyDocument"]["Statement"]
    assert [one["Condition"] for one in trust] == [
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        {"ArnLike": {"aws:PrincipalArn": [role_arn("security-operations")]}},
    ]


def test_the_domain_answers_to_the_function_that_keeps_its_rules(room: Room) -> None:
    domain = room.declared["siem-us-search-domain"]
    master = domain["advancedSecurityOptions"]["masterUserOptions"]["masterUserArn"]
    rules = json.loads(room.declared["siem-us-keeper-call"]["input"])
    assert rules == {
        "keepers": [master],
        "administrators": [role_arn(ADMIN)],
        "writers": [role_arn(INDEXER)],
        "retention_days": LOG_DAYS,
    }
    assert Rules(**rules)
    assert master == role_arn(KEEPER)
    trust = room.boto("iam").get_role(RoleName=KEEPER)["Role"]["AssumeRolePolicyDocument"]["Statement"]
    assert [one["Principal"] for one in trust] == [{"Service": ["lambda.amazonaws.com"]}]


def test_a_change_of_the_functions_code_keeps_the_rules_anew(room: Room) -> None:
    assert room.declared["siem-us-keeper-call"]["triggers"] == {"code": code_digest("search")}


def test_only_the_stream_reaches_the_domain_over_the_network(room: Room) -> None:
    ec2 = room.boto("ec2")
    domain = room.boto("opensearch").describe_domain(DomainName=DOMAIN)["DomainStatus"]
    rules = ec2.describe_security_group_rules(
        Filters=[{"Name": "group-id", "Values": domain["VPCOptions"]["SecurityGroupIds"]}]
    )
    inward = [rule for rule in rules["SecurityGroupRules"] if not rule["IsEgress"]]
    assert [(rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) for rule in inward] == [("tcp", 443, 443)]
    stream_group = inward[0]["ReferencedGroupInfo"]["GroupId"]
    (group,) = ec2.describe_security_groups(GroupIds=[stream_group])["SecurityGroups"]
    assert group["GroupName"] == "groot-room-siem-delivery-us-east-1"


def test_every_record_is_indexed_and_archived_as_it_came(room: Room) -> None:
    stream = room.boto("firehose").describe_delivery_stream(DeliveryStreamName=DOMAIN)["DeliveryStreamDescription"]
    assert stream["DeliveryStreamEncryptionConfiguration"]["KeyARN"] == log_key(HOME)
    archive = stream["Destinations"][0]["ExtendedS3DestinationDescription"]
    assert archive["BucketARN"] == f"arn:aws:s3:::{archive_bucket(HOME)}"
    assert archive["CompressionFormat"] == "UNCOMPRESSED", "what comes is compressed"
    (called,) = archive["ProcessingConfiguration"]["Processors"]
    indexer = room.declared["siem-us-delivery-indexer-function"]
    assert called["Parameters"] == [
        {"ParameterName": "LambdaArn", "ParameterValue": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{INDEXER}:live"}
    ]
    assert indexer["environment"]["variables"]["DOMAIN"] == f"https://{room.output('search')['us']}"
    assert indexer["role"] == role_arn(INDEXER)


@pytest.mark.parametrize("name", ["siem-us-delivery-indexer", "siem-us-keeper"])
def test_functions_reach_the_domain_and_their_code_has_the_entry(room: Room, name: str) -> None:
    function = room.declared[f"{name}-function"]
    module, _, entry = function["handler"].rpartition(".")
    assert callable(getattr(importlib.import_module(module), entry))
    domain = room.boto("opensearch").describe_domain(DomainName=DOMAIN)["DomainStatus"]["VPCOptions"]
    assert sorted(function["vpcConfig"]["subnetIds"]) == sorted(domain["SubnetIds"])
    (group,) = function["vpcConfig"]["securityGroupIds"]
    (hop,) = room.boto("ec2").describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])[
        "SecurityGroupRules"
    ][:1]
    assert hop["ReferencedGroupInfo"]["GroupId"] == domain["SecurityGroupIds"][0]


@pytest.mark.parametrize(
    ("role", "actions"), [(INDEXER, ["es:ESHttpPost"]), (KEEPER, ["es:ESHttpGet", "es:ESHttpPut"])]
)
def test_functions_may_ask_of_the_domain_what_they_are_for(room: Room, role: str, actions: list[str]) -> None:
    policy = room.boto("iam").get_role_policy(RoleName=role, PolicyName="search")["PolicyDocument"]["Statement"]
    (allowed,) = (one for one in policy if one["Sid"] == "Domain")
    assert (allowed["Action"], allowed["Resource"]) == (actions, [f"{DOMAIN_ARN}/*"])


def test_delivery_role_may_do_nothing_outside_its_stream(room: Room) -> None:
    iam = room.boto("iam")
    policy = iam.get_role_policy(RoleName=DELIVERY, PolicyName="deliver")["PolicyDocument"]["Statement"]
    assert not any("*" in one["Resource"] for one in policy)
    archive = f"arn:aws:s3:::{archive_bucket(HOME)}"
    assert [one["Resource"] for one in policy if "s3:PutObject" in one["Action"]] == [[f"{archive}/siem*"]]


def test_slow_or_silent_detection_rings(room: Room) -> None:
    alarms = {one["MetricName"]: one for one in room.boto("cloudwatch").describe_alarms()["MetricAlarms"]}
    age = alarms["AgeSeconds"]
    assert age["Threshold"] == 300
    metrics = room.declared["siem-us-delivery-indexer-function"]["environment"]["variables"]["METRICS"]
    assert (age["Namespace"], age["Dimensions"]) == (metrics, [])
    assert alarms["IncomingRecords"]["TreatMissingData"] == "breaching"
    assert alarms["ClusterStatus.red"]["AlarmActions"] == [topic(HOME)]
    dimensions = {one["Name"]: one["Value"] for one in alarms["FreeStorageSpace"]["Dimensions"]}
    assert dimensions == {"DomainName": DOMAIN, "ClientId": "123456789012"}


def test_storage_alarm_leaves_a_quarter_free() -> None:
    assert domain_alarms("d", "1", volume_gib=200)["storage"].threshold == 51_200


def test_alarms_of_stream_and_domain_can_be_told_apart() -> None:
    assert not delivery_alarms("s", "m").keys() & domain_alarms("d", "1", 100).keys()


@pytest.mark.parametrize("count", [0, 1, 4])
def test_domain_wants_a_subnet_in_each_of_two_or_three_zones(count: int) -> None:
    with pytest.raises(ValueError, match=f"not {count}$"):
        domain_across(count)


def domain_across(zones: int) -> SearchDomainArgs:
    network = Network(
        vpc_id="vpc", private_subnet_ids=[], isolated_subnet_ids=[f"subnet-{number}" for number in range(zones)]
    )
    return SearchDomainArgs(
        site=active_site(HOME, CONTEXT), network=network, search=Search(), name=DOMAIN, master_role_arn="role"
    )


def role_arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"
