from tests.sandbox.providers.aws.bench import OTHER_POLICY, POLICY, Bench

SECRET = "aws:secretsmanager/secret:Secret"


def test_secret_lives(bench: Bench) -> None:
    inputs = {
        "name": "secret-lives",
        "description": "d",
        "kmsKeyId": "alias/one",
        "policy": POLICY,
        "replicas": [{"region": "eu-west-1", "kmsKeyId": "alias/two"}],
        "recoveryWindowInDays": 0,
        "tags": {"a": "1"},
    }
    changes = {"description": "e", "policy": OTHER_POLICY, "replicas": [{"region": "eu-west-2"}], "tags": {"b": "2"}}
    bench.lives(SECRET, inputs, changes)


def test_secret_waiting_for_deletion_is_gone(bench: Bench) -> None:
    secret = bench.deploy(SECRET, name="secret-doomed")
    secret.delete()
    assert secret.read() is None
    assert bench.boto("secretsmanager").describe_secret(SecretId=secret.id)["DeletedDate"]
    secret.delete()


def test_losing_a_replica_is_drift(bench: Bench) -> None:
    secret = bench.deploy(SECRET, name="secret-replica", replicas=[{"region": "eu-west-1"}])
    bench.boto("secretsmanager").remove_regions_from_replication(SecretId=secret.id, RemoveReplicaRegions=["eu-west-1"])
    assert secret.drift() == ["replicas"]


def test_a_new_value_is_a_new_version(bench: Bench) -> None:
    secret = bench.deploy(SECRET, name="secret-versions")
    version = bench.deploy("aws:secretsmanager/secretVersion:SecretVersion", secretId=secret.id, secretString="one")
    assert version.id == f"{secret.id}|{version.outputs['versionId']}"
    assert version.diff(secretString="other").replaces == ["secretString"]
    assert bench.boto("secretsmanager").get_secret_value(SecretId=secret.id)["SecretString"] == "one"
