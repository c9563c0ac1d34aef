import json
from functools import partial
from typing import Any

import pytest

from components._shared.key_policy import ADMINISTER, INSPECT, USE
from settings import DataClass, Region
from tests.components.policies import Context, decides
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
        "BoolIfExists": {"aws:ViaAWSService": "false"},
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


DEPLOYER = ADMINISTRATORS[0]
NOTHING: Context = {}
SOMEBODY = f"arn:aws:iam::{ACCOUNT}:role/somebody"


def lets(
    room: Room, data_class: DataClass, action: str, principal: str, region: Region = HOME, context: Context = NOTHING
) -> bool:
    """Return whether the key's policy lets *principal* do *action*."""
    policy = room.boto("kms", region).get_key_policy(KeyId=room.key(region, data_class), PolicyName="default")["Policy"]
    known = {"aws:PrincipalArn": principal, "kms:CallerAccount": ACCOUNT} if principal.startswith("arn:") else {}
    return decides(policy, action, principal, {**known, **context})


@BOTH
def test_who_deploys_may_hand_a_cluster_its_grant_which_says_nothing_of_aws_resources(
    room: Room, region: Region
) -> None:
    assert lets(room, DataClass.CONFIDENTIAL, "kms:CreateGrant", DEPLOYER, region)
    assert not lets(room, DataClass.CONFIDENTIAL, "kms:CreateGrant", SOMEBODY, region)
    for other in set(DataClass) - {DataClass.CONFIDENTIAL}:
        assert not lets(room, other, "kms:CreateGrant", DEPLOYER, region), "no cluster is encrypted under it"


@pytest.mark.parametrize("data_class", DataClass)
def test_services_get_grants_from_whoever_uses_them(room: Room, data_class: DataClass) -> None:
    marked = {"kms:GrantIsForAWSResource": "true"}
    for action in ("kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey", "kms:GenerateDataKey"):
        assert lets(room, data_class, action, SOMEBODY, context=marked), action
    assert not lets(room, data_class, "kms:CreateGrant", SOMEBODY, context={"kms:GrantIsForAWSResource": "false"})


def test_who_deploys_uses_a_key_through_a_service_alone(room: Room) -> None:
    use = partial(lets, room, DataClass.CONFIDENTIAL, "kms:GenerateDataKey", DEPLOYER)
    assert not use(context={"aws:ViaAWSService": "false"})
    assert not use()
    assert use(context={"aws:ViaAWSService": "true"}), (
        "AWS Network Firewall isn't among the services that kms:ViaService names"
    )
    assert use(context={"aws:ViaAWSService": "true", "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"})


@BOTH
def test_revocation_lists_are_published_under_the_key_of_their_bucket_alone(room: Room, region: Region) -> None:
    context = {"kms:EncryptionContext:aws:s3:arn": f"arn:aws:s3:::groot-room-crl-{region.name}-{ACCOUNT}"}
    for action in ("kms:GenerateDataKey", "kms:Decrypt"):
        assert lets(room, DataClass.INTERNAL, action, "acm-pca.amazonaws.com", region, context=context)
        assert not lets(room, DataClass.RESTRICTED, action, "acm-pca.amazonaws.com", region, context=context)
    other = {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::somebody-elses"}
    assert not lets(room, DataClass.INTERNAL, "kms:GenerateDataKey", "acm-pca.amazonaws.com", region, context=other)


@pytest.mark.parametrize(
    "role",
    [
        "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        "replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication",
    ],
)
def test_roles_of_awss_own_use_keys_that_their_policies_do_not_name(room: Room, role: str) -> None:
    linked = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/{role}"
    policy = statements(room, HOME, DataClass.INTERNAL)
    assert linked in policy["ServiceLinkedRolesUse"]["Condition"]["StringEquals"]["aws:PrincipalArn"]
    assert lets(room, DataClass.INTERNAL, "kms:CreateGrant", linked, context={"kms:GrantIsForAWSResource": "true"})
    assert not lets(room, DataClass.INTERNAL, "kms:PutKeyPolicy", linked)


def test_content_delivery_reads_for_this_accounts_distributions_only(room: Room) -> None:
    read = partial(lets, room, DataClass.PUBLIC, "kms:Decrypt", "cloudfront.amazonaws.com")
    assert read(context={"aws:SourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1"})
    assert not read(context={"aws:SourceArn": "arn:aws:cloudfront::999999999999:distribution/E1"})
