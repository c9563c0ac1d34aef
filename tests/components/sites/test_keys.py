import json
from typing import Any

import pytest

from components._shared.key_policy import ADMINISTER, INSPECT, USE
from settings import DataClass, Region
from tests.components.site import ACCOUNT
from tests.components.sites.room import ABROAD, ADMINISTRATORS, HELD, HOME, OTHER, Room

BOTH = pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)


def statements(room: Room, region: Region, data_class: DataClass = DataClass.RESTRICTED) -> dict[str, Any]:
    key_id = room.key(region, data_class)
    policy = room.boto("kms", region).get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]
    return {statement["Sid"]: statement for statement in json.loads(policy)["Statement"]}


@pytest.mark.parametrize("data_class", sorted(HELD))
def test_a_held_class_has_a_key_of_its_own_in_each_residency(room: Room, data_class: DataClass) -> None:
    arns = {region.name: room.key(region, data_class) for region in (HOME, ABROAD)}
    for region, replicas in ((HOME, [OTHER.name]), (ABROAD, [])):
        metadata = room.boto("kms", region).describe_key(KeyId=arns[region.name])["KeyMetadata"]
        assert metadata["MultiRegionConfiguration"]["PrimaryKey"] == {"Arn": arns[region.name], "Region": region.name}
        found = [replica["Region"] for replica in metadata["MultiRegionConfiguration"]["ReplicaKeys"]]
        assert found == replicas, "copies stay in the residency"


@BOTH
@pytest.mark.parametrize("data_class", sorted(set(DataClass) - HELD))
def test_each_other_class_has_one_key_that_works_in_every_region(
    room: Room, region: Region, data_class: DataClass
) -> None:
    arn = room.key(region, data_class)
    home = room.key(HOME, data_class)
    assert arn.split(":")[3] == region.name
    assert arn.split("/")[1] == home.split("/")[1]
    metadata = room.boto("kms").describe_key(KeyId=home)["KeyMetadata"]
    replicas = {replica["Region"] for replica in metadata["MultiRegionConfiguration"]["ReplicaKeys"]}
    assert metadata["MultiRegionConfiguration"]["PrimaryKey"]["Region"] == HOME.name
    assert replicas == {OTHER.name, ABROAD.name}


@BOTH
@pytest.mark.parametrize("data_class", DataClass)
def test_a_key_is_found_by_the_same_alias_everywhere(room: Room, region: Region, data_class: DataClass) -> None:
    aliases = room.boto("kms", region).list_aliases()["Aliases"]
    targets = {alias["AliasName"]: alias.get("TargetKeyId") for alias in aliases}
    key_id = room.key(region, data_class).split("/")[1]
    assert targets[f"alias/groot-room-{data_class.value}"] == key_id


@pytest.mark.parametrize("data_class", DataClass)
def test_keys_rotate_and_take_a_month_to_delete(room: Room, data_class: DataClass) -> None:
    status = room.boto("kms").get_key_rotation_status(KeyId=room.key(HOME, data_class))
    assert status["KeyRotationEnabled"]
    assert room.resources[f"keys-{data_class.value}-{HOME.name}"]["deletionWindowInDays"] == 30


def test_who_administers_a_key_cannot_use_it_and_who_uses_it_cannot_administer_it() -> None:
    assert not set(ADMINISTER) & set(USE)
    assert not set(INSPECT) & set(USE)


@BOTH
def test_administrators_are_named_and_kept_from_data(room: Room, region: Region) -> None:
    found = statements(room, region)
    administrators = [f"arn:aws:iam::{ACCOUNT}:root", *ADMINISTRATORS]
    assert found["AdministratorsManage"]["Condition"] == {"ArnLike": {"aws:PrincipalArn": administrators}}
    denied = found["AdministratorsDoNotUse"]
    assert (denied["Effect"], set(denied["Action"])) == ("Deny", set(USE))
    assert denied["Condition"] == {
        "ArnLike": {"aws:PrincipalArn": administrators},
        "Null": {"kms:ViaService": "true"},
    }


@BOTH
def test_only_administrators_may_schedule_deletion_or_change_the_policy(room: Room, region: Region) -> None:
    for sid, statement in statements(room, region).items():
        if statement["Effect"] == "Allow" and sid != "AdministratorsManage":
            assert not set(statement["Action"]) & set(ADMINISTER), sid
            assert not [action for action in statement["Action"] if "*" in action], sid


@BOTH
def test_services_get_no_more_than_this_accounts_encryption(room: Room, region: Region) -> None:
    found = statements(room, region)
    uncertain = found.pop("EventsIntoTopics")
    assert uncertain["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"], "EventBridge names no account"
    services = {sid: one for sid, one in found.items() if "Service" in one["Principal"]}
    assert all(one["Condition"] and ACCOUNT in json.dumps(one["Condition"]) for one in services.values())
    assert services["LogGroups"]["Principal"] == {"Service": [f"logs.{region.name}.amazonaws.com"]}
    assert services["LogGroups"]["Condition"] == {
        "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{region.name}:{ACCOUNT}:log-group:*"}
    }


@BOTH
def test_no_statement_opens_a_key_to_another_account(room: Room, region: Region) -> None:
    for statement in statements(room, region).values():
        if statement["Effect"] == "Allow" and "AWS" in statement["Principal"]:
            own = statement["Principal"] == {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]}
            assert own or statement["Condition"]["StringEquals"]["kms:CallerAccount"] == ACCOUNT
