"""Workgroups of Athena, taken through their lives and read back."""

from tests.sandbox.providers.aws.bench import Bench

WORKGROUP = "aws:athena/workgroup:Workgroup"
INPUTS = {
    "name": "analysts",
    "description": "Questions",
    "configuration": {
        "bytesScannedCutoffPerQuery": 10_000_000,
        "enforceWorkgroupConfiguration": True,
        "publishCloudwatchMetricsEnabled": True,
        "resultConfiguration": {
            "outputLocation": "s3://results/",
            "encryptionConfiguration": {"encryptionOption": "SSE_KMS", "kmsKeyArn": "arn:aws:kms:::key/k"},
        },
    },
    "tags": {"stack": "groot-test"},
}


def test_workgroup_lives(bench: Bench) -> None:
    bench.lives(WORKGROUP, INPUTS, {"tags": {"stack": "other"}})


def test_workgroup_is_made_as_the_api_spells_it(bench: Bench) -> None:
    bench.deploy(WORKGROUP, **INPUTS)
    found = bench.boto("athena").get_work_group(WorkGroup="analysts")["WorkGroup"]["Configuration"]
    assert found["ResultConfiguration"]["EncryptionConfiguration"]["EncryptionOption"] == "SSE_KMS"
    assert found["BytesScannedCutoffPerQuery"] == 10_000_000
