import pytest

from components.foundation.configuration import RULES
from sandbox.providers.aws.clients import Clients
from settings import DataClass, Region
from tests.components.foundation.room import ABROAD, HOME, Room
from tests.components.site import ACCOUNT, key

BOTH = pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)


def test_passwords_meet_the_benchmark(room: Room) -> None:
    policy = room.boto("iam").get_account_password_policy()["PasswordPolicy"]
    assert (policy["MinimumPasswordLength"], policy["PasswordReusePrevention"], policy["MaxPasswordAge"]) == (
        14,
        24,
        90,
    )
    assert all(
        policy[f"Require{kind}"] for kind in ("LowercaseCharacters", "Numbers", "Symbols", "UppercaseCharacters")
    )


def test_no_bucket_of_the_account_can_be_public(room: Room) -> None:
    found = Clients(room.endpoint).call("s3control", HOME.name, "get_public_access_block", {"AccountId": ACCOUNT})
    assert all(found["PublicAccessBlockConfiguration"].values())


@BOTH
def test_new_volumes_are_encrypted_under_the_regions_key(room: Room, region: Region) -> None:
    assert room.boto("ec2", region).get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    used = room.resources[f"guardrails-{region.name}-ebs-key"]["keyArn"]
    assert used == key(region, DataClass.CONFIDENTIAL)


@BOTH
def test_snapshots_stay_in_the_account_and_metadata_needs_a_session(room: Room, region: Region) -> None:
    assert room.resources[f"guardrails-{region.name}-ebs-snapshots"]["state"] == "block-all-sharing"
    metadata = room.resources[f"guardrails-{region.name}-instance-metadata"]
    assert (metadata["httpTokens"], metadata["httpPutResponseHopLimit"]) == ("required", 1)


@BOTH
def test_access_from_outside_is_analyzed(room: Room, region: Region) -> None:
    analyzer = room.resources[f"guardrails-{region.name}-access-analyzer"]
    assert (analyzer["type"], analyzer["region"]) == ("ACCOUNT", region.name)


@BOTH
def test_every_region_is_recorded_and_delivered_to_the_archive(room: Room, region: Region) -> None:
    config = room.boto("config", region)
    name = room.output("recorders")[region.name]
    recorder = config.describe_configuration_recorders(ConfigurationRecorderNames=[name])["ConfigurationRecorders"][0]
    status = config.describe_configuration_recorder_status(ConfigurationRecorderNames=[name])
    assert status["ConfigurationRecordersStatus"][0]["recording"]
    assert recorder["recordingGroup"]["allSupported"]
    assert recorder["recordingGroup"]["includeGlobalResourceTypes"] is (region == HOME)
    channel = config.describe_delivery_channels()["DeliveryChannels"][0]
    assert (channel["s3BucketName"], channel["s3KeyPrefix"]) == ("groot-room-archive", "config")
    assert channel["s3KmsKeyArn"] == key(region, DataClass.RESTRICTED)


@BOTH
def test_managed_rules_judge_every_region(room: Room, region: Region) -> None:
    rules = room.boto("config", region).describe_config_rules()["ConfigRules"]
    assert {rule["Source"]["SourceIdentifier"] for rule in rules} == set(RULES.values())


@BOTH
def test_recorder_may_write_below_its_own_prefix_only(room: Room, region: Region) -> None:
    role = f"groot-room-config-{region.name}"
    iam = room.boto("iam")
    policy = iam.get_role_policy(RoleName=role, PolicyName="deliver-to-archive")["PolicyDocument"]
    writes = next(one for one in policy["Statement"] if "s3:PutObject" in one["Action"])
    assert writes["Resource"] == [f"arn:aws:s3:::groot-room-archive/config/AWSLogs/{ACCOUNT}/*"]
    attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert [one["PolicyName"] for one in attached] == ["AWS_ConfigRole"]
