"""What the README tells people to type, typed: the commands for an account of their own, in the emulator."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import boto3
import pytest

from sandbox.emulator import environment

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BUCKET = "groot-state-readme"


def commands(begin: str, end: str) -> str:
    """Return what stands between the comments *begin* and *end* of the README's shell."""
    _, _, rest = README.partition(f"# {begin}")
    block, found, _ = rest.partition(f"\n# {end}")
    assert found
    return block.partition("\n")[2]


@pytest.fixture(scope="module")
def calls(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What the commands for an account asked of AWS, by operation, once they have all succeeded."""
    folder = tmp_path_factory.mktemp("readme")
    command = folder / "aws"
    command.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m tests.aws_command "$@"\n')
    command.chmod(0o700)
    noted = folder / "calls"
    known = {"PATH": f"{folder}:{os.environ['PATH']}", "AWS_CALLS": str(noted), "STATE_BUCKET": BUCKET}
    shell = ["bash", "-eu", "-c", commands("once per account", "once per stack")]
    subprocess.run(shell, env={**known, **environment(emulator_endpoint)}, check=True, capture_output=True)
    return dict(json.loads(line) for line in noted.read_text().splitlines())


def client(service: str, endpoint: str) -> Any:
    known = environment(endpoint)
    return boto3.client(
        service,  # pyright: ignore[reportArgumentType] - named by a test
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id=known["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=known["AWS_SECRET_ACCESS_KEY"],
    )


@pytest.mark.usefixtures("calls")
def test_the_state_is_encrypted_under_a_key_that_rotates_and_has_the_name_that_the_pipelines_know(
    emulator_endpoint: str,
) -> None:
    s3, kms = client("s3", emulator_endpoint), client("kms", emulator_endpoint)
    key = kms.describe_key(KeyId="alias/groot-state")["KeyMetadata"]["Arn"]
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
    (rule,) = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    assert rule["BucketKeyEnabled"]


@pytest.mark.usefixtures("calls")
def test_the_state_is_nobody_elses_and_travels_by_tls_alone(emulator_endpoint: str) -> None:
    s3 = client("s3", emulator_endpoint)
    assert all(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values())
    (statement,) = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"]


def test_every_version_of_the_state_is_kept_for_days_and_then_the_newest_alone(
    emulator_endpoint: str, calls: Mapping[str, Any]
) -> None:
    s3 = client("s3", emulator_endpoint)
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    kept = {rule["ID"]: rule for rule in s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]}
    assert all(rule["Status"] == "Enabled" for rule in kept.values())
    everything, locks = kept["versions"], kept["locks"]
    assert everything["Filter"] == {"Prefix": ""}
    assert everything["NoncurrentVersionExpiration"]["NoncurrentDays"] == 7
    assert everything["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert everything["Expiration"] == {"ExpiredObjectDeleteMarker": True}
    assert (locks["Filter"], "Expiration" in locks) == ({"Prefix": ".pulumi/locks/"}, False)
    (asked, _) = calls["put-bucket-lifecycle-configuration"]["LifecycleConfiguration"]["Rules"]
    newest = asked["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"]
    assert 1 <= newest <= 100, "S3 API reference, NoncurrentVersionExpiration; the emulator forgets the number"
    assert not any("Days" in rule.get("Expiration", {}) for rule in kept.values()), "the state itself never expires"


def test_the_packs_that_people_are_told_of_exist() -> None:
    told = {word for word in README.split() if word.startswith("policies/packs/")}
    assert told == {"policies/packs/in-force"}
    assert all((ROOT / pack / "PulumiPolicy.yaml").is_file() for pack in told)


def test_files_that_people_are_told_to_write_are_not_committed() -> None:
    words = f"{README} {(ROOT / 'CONTRIBUTING.md').read_text()}".replace("`", " ").split()
    written = {after for word, after in pairwise(words) if word in ("--out", "--file", ">")}
    assert {"state.json", "plan.json"} <= written
    for name in written:
        ignored = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", name], cwd=ROOT, check=False)
        assert ignored.returncode == 0, f"{name} may hold what is nobody's business; name it in .gitignore"
