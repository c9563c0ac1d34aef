"""What takes releases through regions in step, as it stands in each of them, seen with boto3."""

from typing import Any

import pytest

from functions.lockstep import turn
from functions.lockstep.record import KEY, RecordTable
from settings import DataClass, Region
from tests.components.delivery.room import ABROAD, HOME, REGIONS, WORKLOAD, Room
from tests.components.delivery.test_room import entries, function, statements
from tests.components.site import ACCOUNT, key, topic

BY_REGION = pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
TABLE = "groot-room-releases"


def ways(room: Room, region: Region) -> list[Any]:
    """Return where the function is let."""
    [group_id] = function(room, region, "lockstep")["vpcConfig"]["securityGroupIds"]
    found = room.boto("ec2", region).describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group_id]}])
    assert all(rule["IsEgress"] and rule["FromPort"] == rule["ToPort"] == 443 for rule in found["SecurityGroupRules"])
    return [
        rule.get("CidrIpv4") or rule.get("PrefixListId") or rule["ReferencedGroupInfo"]["GroupId"]
        for rule in found["SecurityGroupRules"]
    ]


def test_all_regions_ask_the_first_region_s_table_and_it_has_a_copy_in_each(room: Room) -> None:
    for region in REGIONS:
        told = function(room, region, "lockstep")["environment"]["variables"]
        assert (told["TABLE"], told["TABLE_REGION"]) == (TABLE, HOME.name)
        assert told["REGIONS"] == "us-east-1,eu-west-1"
        role = {one["Sid"]: one for one in statements(room, f"groot-room-lockstep-{region.name}", "work")}
        assert role["Record"] == {
            "Sid": "Record",
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
            "Resource": [f"arn:aws:dynamodb:{HOME.name}:{ACCOUNT}:table/{TABLE}"],
        }
    [table] = room.declared("aws:dynamodb/table:Table")
    assert table["hashKey"] == KEY
    assert table["serverSideEncryption"]["kmsKeyArn"] == key(HOME, DataClass.INTERNAL)
    assert [one["regionName"] for one in table["replicas"]] == [ABROAD.name]


def test_the_function_s_record_fits_the_table(room: Room) -> None:
    assert RecordTable(room.boto("dynamodb"), TABLE, WORKLOAD.name).read().version == 0


@BY_REGION
def test_it_speaks_for_the_workload_of_its_own_cluster_and_administers_nothing(room: Room, region: Region) -> None:
    told = function(room, region, "lockstep")["environment"]["variables"]
    assert (told["NAMESPACE"], told["WORKLOAD"]) == (WORKLOAD.namespace, WORKLOAD.name)
    assert told["CLUSTER_NAME"] == f"room-{region.name}"
    entry = entries(room, region)["lockstep"]
    assert (entry["clusterName"], entry["kubernetesGroups"]) == (f"room-{region.name}", [WORKLOAD.operators])
    administered = room.declared("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", region)
    assert [one["principalArn"] for one in administered] == [entries(room, region)["feeder"]["principalArn"]]


def test_it_is_let_to_its_api_server_and_the_table_alone_where_that_has_an_endpoint(room: Room) -> None:
    listed = room.boto("ec2").describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [f"com.amazonaws.{HOME.name}.dynamodb"]}]
    )["PrefixLists"]
    assert sorted(ways(room, HOME)) == sorted([listed[0]["PrefixListId"], room.output("apis")[HOME.name]])
    assert ways(room, ABROAD) == ["0.0.0.0/0"]


@BY_REGION
def test_a_schedule_calls_it_by_the_minute_and_each_turn_ends_before_the_next(room: Room, region: Region) -> None:
    events, called = room.boto("events", region), f"groot-room-lockstep-{region.name}"
    rule = events.describe_rule(Name=f"{called}-schedule")
    assert (rule["ScheduleExpression"], rule["State"]) == ("rate(1 minute)", "ENABLED")
    [target] = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert target["Arn"].endswith(f":function:{called}:live")
    assert function(room, region, "lockstep")["timeout"] < 60


@BY_REGION
def test_a_release_that_goes_back_is_told(room: Room, region: Region) -> None:
    alarms = room.boto("cloudwatch", region).describe_alarms()["MetricAlarms"]
    [alarm] = [one for one in alarms if one["Namespace"] == turn.NAMESPACE]
    stack = function(room, region, "lockstep")["environment"]["variables"]["STACK"]
    assert (alarm["MetricName"], alarm["Dimensions"]) == ("Reverts", [{"Name": "Stack", "Value": stack}])
    assert alarm["AlarmActions"] == [topic(region)]
