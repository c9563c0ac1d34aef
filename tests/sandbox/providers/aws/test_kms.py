import pytest

from sandbox.providers.base import ProviderError
from tests.sandbox.providers.aws.bench import OTHER_POLICY, POLICY, Bench

KEY = "aws:kms/key:Key"
REPLICA = "aws:kms/replicaKey:ReplicaKey"
TAGS = {"stack": "kms"}


def test_key_lives(bench: Bench) -> None:
    inputs = {
        "description": "one",
        "enableKeyRotation": True,
        "rotationPeriodInDays": 90,
        "policy": POLICY,
        "deletionWindowInDays": 7,
        "tags": {**TAGS, "Name": "lives"},
    }
    changes = {
        "description": None,
        "enableKeyRotation": False,
        "policy": OTHER_POLICY,
        "isEnabled": False,
    }
    bench.lives(KEY, inputs, changes)


def test_key_is_made_as_declared(bench: Bench) -> None:
    key = bench.deploy(KEY, description="d", multiRegion=True, enableKeyRotation=True, policy=POLICY, tags=TAGS)
    kms = bench.boto("kms")
    metadata = kms.describe_key(KeyId=key.id)["KeyMetadata"]
    assert metadata["Description"] == "d"
    assert metadata["MultiRegion"]
    assert key.outputs["arn"] == metadata["Arn"]
    assert kms.get_key_rotation_status(KeyId=key.id)["KeyRotationEnabled"]
    assert kms.get_key_policy(KeyId=key.id, PolicyName="default")["Policy"] == POLICY
    assert kms.list_resource_tags(KeyId=key.id)["Tags"] == [{"TagKey": "stack", "TagValue": "kms"}]


def test_rotation_switched_off_out_of_band_is_drift(bench: Bench) -> None:
    key = bench.deploy(KEY, enableKeyRotation=True, tags=TAGS)
    bench.boto("kms").disable_key_rotation(KeyId=key.id)
    assert key.drift() == ["enableKeyRotation"]


def test_key_disabled_out_of_band_is_drift_though_nobody_said_enabled(bench: Bench) -> None:
    key = bench.deploy(KEY, tags=TAGS)
    bench.boto("kms").disable_key(KeyId=key.id)
    assert key.drift() == ["isEnabled"]


def test_key_waiting_for_deletion_is_gone(bench: Bench) -> None:
    key = bench.deploy(KEY, tags={**TAGS, "Name": "doomed"})
    bench.boto("kms").schedule_key_deletion(KeyId=key.id)
    assert key.read() is None
    assert key.found() is None


def test_changing_what_a_key_is_replaces_it(bench: Bench) -> None:
    key = bench.deploy(KEY, tags=TAGS)
    diff = key.diff(multiRegion=True, customerMasterKeySpec="RSA_2048", keyUsage="SIGN_VERIFY")
    assert list(diff.replaces) == ["customerMasterKeySpec", "keyUsage", "multiRegion"]
    assert not key.collides(multiRegion=True)


def test_import_fills_in_a_key(bench: Bench) -> None:
    key = bench.deploy(KEY, description="d", enableKeyRotation=True, multiRegion=True, policy=POLICY, tags=TAGS)
    assert key.imported().inputs == {
        "description": "d",
        "enableKeyRotation": True,
        "multiRegion": True,
        "policy": POLICY,
        "tags": TAGS,
    }


def test_replica_key_lives_in_its_own_region(bench: Bench) -> None:
    primary = bench.deploy(KEY, multiRegion=True, tags={**TAGS, "Name": "primary"})
    inputs = {
        "primaryKeyArn": primary.outputs["arn"],
        "region": "eu-west-1",
        "description": "replica",
        "policy": POLICY,
        "tags": {**TAGS, "Name": "replica"},
    }
    replica = bench.deploy(REPLICA, **inputs)
    assert replica.outputs["arn"] == primary.outputs["arn"].replace("us-east-1", "eu-west-1")
    found = bench.boto("kms", "eu-west-1").describe_key(KeyId=replica.id)["KeyMetadata"]
    assert found["Description"] == "replica"
    replica.delete()
    changes = {"description": "other", "enabled": False, "policy": OTHER_POLICY, "tags": TAGS | {"Name": "other"}}
    bench.lives(REPLICA, {**inputs, "region": "eu-west-2"}, changes)
    assert primary.read() is not None


def test_alias_moves_to_another_key_in_place(bench: Bench) -> None:
    one, other = (bench.deploy(KEY, tags=TAGS) for _ in range(2))
    inputs = {"name": "alias/kms-moves", "targetKeyId": one.id}
    bench.lives("aws:kms/alias:Alias", inputs, {"targetKeyId": other.outputs["arn"]})
    alias = bench.deploy("aws:kms/alias:Alias", **inputs)
    assert alias.outputs["arn"] == "arn:aws:kms:us-east-1:123456789012:alias/kms-moves"
    assert alias.outputs["targetKeyArn"] == one.outputs["arn"]
    assert alias.diff(name="alias/kms-moved").replaces == ["name"]


def test_replica_has_an_alias_of_its_own(bench: Bench) -> None:
    primary = bench.deploy(KEY, multiRegion=True, tags={**TAGS, "Name": "aliased"})
    replica = bench.deploy(REPLICA, primaryKeyArn=primary.outputs["arn"], region="eu-west-1", tags=TAGS)
    for key in (primary, replica):
        inputs = {"name": "alias/kms-regional", "targetKeyId": key.outputs["keyId"]}
        bench.deploy("aws:kms/alias:Alias", **inputs, region=key.outputs["region"])
    other = bench.deploy(KEY, tags={**TAGS, "Name": "not-aliased"})
    with pytest.raises(ProviderError, match="AlreadyExists"):
        bench.deploy("aws:kms/alias:Alias", name="alias/kms-regional", targetKeyId=other.id)


def test_alias_without_a_name_gets_one_of_the_right_form(bench: Bench) -> None:
    alias = bench.deploy("aws:kms/alias:Alias", "door", targetKeyId=bench.deploy(KEY, tags=TAGS).id)
    assert alias.id.startswith("alias/door-")


def test_key_policy_is_read_back(bench: Bench) -> None:
    key = bench.deploy(KEY, tags=TAGS)
    policy = bench.deploy("aws:kms/keyPolicy:KeyPolicy", keyId=key.id, policy=POLICY)
    policy.update(policy=OTHER_POLICY)
    assert policy.drift() == []
    bench.boto("kms").put_key_policy(KeyId=key.id, PolicyName="default", Policy=POLICY)
    assert policy.drift() == ["policy"]


def test_custom_key_store_is_only_recorded(bench: Bench) -> None:
    store = bench.deploy("aws:kms/customKeyStore:CustomKeyStore", customKeyStoreName="s", cloudHsmClusterId="c")
    assert store.id.startswith("cks-")
    assert store.read() is not None


def test_replica_that_nobody_got_to_tag_is_found(bench: Bench) -> None:
    primary = bench.deploy(KEY, multiRegion=True)
    resource = bench.resource(REPLICA, "untagged")
    given = {"primaryKeyArn": primary.outputs["arn"], "region": "eu-west-1"}
    made, _ = bench.provider.create(resource, given)
    assert bench.provider.find(resource, {**given, "tags": {"Name": "later", "stack": "keys"}}) == made


def test_of_keys_made_at_once_the_newer_one_is_told_apart(bench: Bench) -> None:
    """By its age alone is a key found that replaces another with the same tags."""
    kms = bench.boto("kms")
    first, second = (kms.create_key()["KeyMetadata"]["CreationDate"] for _ in range(2))
    assert first < second
