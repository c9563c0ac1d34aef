from tests.sandbox.providers.aws.bench import Bench

ENCRYPTION = "aws:ebs/encryptionByDefault:EncryptionByDefault"
KEY = "aws:ebs/defaultKmsKey:DefaultKmsKey"
SNAPSHOTS = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"


def encrypts(bench: Bench, region: str) -> bool:
    return bench.boto("ec2", region).get_ebs_encryption_by_default()["EbsEncryptionByDefault"]


def test_new_volumes_are_encrypted_in_its_region_only(bench: Bench) -> None:
    made = bench.deploy(ENCRYPTION, region="eu-west-3", enabled=True)
    assert encrypts(bench, "eu-west-3")
    assert not encrypts(bench, "eu-west-2")
    made.update(enabled=False)
    assert not encrypts(bench, "eu-west-3")
    made.update(enabled=True)
    made.delete()
    assert not encrypts(bench, "eu-west-3")


def test_encryption_switched_off_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(ENCRYPTION, region="eu-south-1")
    bench.boto("ec2", "eu-south-1").disable_ebs_encryption_by_default()
    assert made.drift() == ["enabled"]


def test_default_key_and_snapshot_block_are_only_recorded(bench: Bench) -> None:
    key = bench.deploy(KEY, keyArn="arn:aws:kms:us-east-1:123456789012:key/one")
    assert key.id == "arn:aws:kms:us-east-1:123456789012:key/one"
    assert bench.deploy(SNAPSHOTS, state="block-all-sharing").id == "us-east-1"
    assert bench.provider.fidelity(KEY) == bench.provider.fidelity(SNAPSHOTS) == "recorded"
