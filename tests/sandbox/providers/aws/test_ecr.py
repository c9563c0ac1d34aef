import json

from tests.sandbox.providers.aws.bench import Bench

REPOSITORY, LIFECYCLE = "aws:ecr/repository:Repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


def rule(count: int) -> str:
    selection = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count}
    return json.dumps({"rules": [{"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}]})


def test_repository_lives(bench: Bench) -> None:
    inputs = {
        "name": "lives/in-folders",
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": KEY}],
        "tags": {"a": "1"},
    }
    changes = {
        "imageTagMutability": "MUTABLE",
        "imageScanningConfiguration": {"scanOnPush": False},
        "tags": {"a": "2"},
    }
    bench.lives(REPOSITORY, inputs, changes)


def test_repository_is_as_declared_and_another_key_replaces_it(bench: Bench) -> None:
    made = bench.deploy(
        REPOSITORY, name="declared", encryptionConfigurations=[{"encryptionType": "KMS", "kmsKey": KEY}]
    )
    [found] = bench.boto("ecr").describe_repositories(repositoryNames=["declared"])["repositories"]
    assert found["encryptionConfiguration"] == {"encryptionType": "KMS", "kmsKey": KEY}
    assert found["repositoryUri"] == made.outputs["repositoryUrl"]
    assert made.diff(encryptionConfigurations=[{"encryptionType": "AES256"}]).replaces == ["encryptionConfigurations"]


def test_lifecycle_policy_lives(bench: Bench) -> None:
    bench.deploy(REPOSITORY, name="with-an-end")
    bench.lives(LIFECYCLE, {"repository": "with-an-end", "policy": rule(10)}, {"policy": rule(20)})
