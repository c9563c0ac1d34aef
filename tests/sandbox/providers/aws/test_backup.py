import pytest

from sandbox.providers.base import Fidelity
from tests.sandbox.providers.aws.bench import POLICY, Bench

VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
PLAN = "aws:backup/plan:Plan"
KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/k"
TAGS = {"stack": "backup"}
RULE = {
    "ruleName": "snapshot",
    "targetVaultName": "v",
    "schedule": "cron(0 5 * * ? *)",
    "startWindow": 60,
    "completionWindow": 480,
    "lifecycle": {"deleteAfter": 365, "coldStorageAfter": 90},
    "copyActions": [{"destinationVaultArn": "arn:aws:backup:eu-west-1:123456789012:backup-vault:v"}],
    "recoveryPointTags": {"data-class": "restricted"},
}


def test_vault_lives(bench: Bench) -> None:
    inputs = {"name": "lives", "kmsKeyArn": KEY_ARN, "forceDestroy": True, "tags": TAGS}
    bench.lives(VAULT, inputs, {"tags": {"stack": "other"}})


def test_vault_under_another_key_is_another_vault(bench: Bench) -> None:
    vault = bench.deploy(VAULT, name="keyed", kmsKeyArn=KEY_ARN)
    found = bench.boto("backup").describe_backup_vault(BackupVaultName="keyed")
    assert found["EncryptionKeyArn"] == KEY_ARN
    assert vault.outputs["arn"] == found["BackupVaultArn"]
    diff = vault.diff(kmsKeyArn=f"{KEY_ARN}2")
    assert list(diff.replaces) == ["kmsKeyArn"]
    assert vault.collides(kmsKeyArn=f"{KEY_ARN}2")


def test_lock_lives(bench: Bench) -> None:
    bench.deploy(VAULT, name="locked")
    inputs = {"backupVaultName": "locked", "minRetentionDays": 35, "maxRetentionDays": 3653}
    bench.lives(LOCK, inputs, {})


def test_lock_lifted_out_of_band_is_gone(bench: Bench) -> None:
    bench.deploy(VAULT, name="unlocked")
    lock = bench.deploy(LOCK, backupVaultName="unlocked", minRetentionDays=35, changeableForDays=3)
    client = bench.boto("backup")
    assert client.describe_backup_vault(BackupVaultName="unlocked")["MinRetentionDays"] == 35
    client.delete_backup_vault_lock_configuration(BackupVaultName="unlocked")
    assert lock.read() is None


def test_plan_lives(bench: Bench) -> None:
    inputs = {"name": "lives", "rules": [RULE], "tags": TAGS}
    bench.lives(PLAN, inputs, {"rules": [{**RULE, "startWindow": 120}], "tags": {"stack": "other"}})


def test_plan_is_made_as_declared(bench: Bench) -> None:
    plan = bench.deploy(PLAN, name="declared", rules=[{**RULE, "enableContinuousBackup": True}])
    found = bench.boto("backup").get_backup_plan(BackupPlanId=plan.id)
    assert plan.outputs["arn"] == found["BackupPlanArn"]
    rule = found["BackupPlan"]["Rules"][0]
    assert rule["TargetBackupVaultName"] == "v"
    assert rule["ScheduleExpression"] == "cron(0 5 * * ? *)"
    assert rule["StartWindowMinutes"] == 60
    assert rule["Lifecycle"] == {"DeleteAfterDays": 365, "MoveToColdStorageAfterDays": 90}
    assert rule["CopyActions"][0]["DestinationBackupVaultArn"].endswith(":v")
    assert rule["EnableContinuousBackup"]


def test_plan_can_be_made_again_after_its_deletion(bench: Bench) -> None:
    for _ in range(3):
        plan = bench.deploy(PLAN, name="again", rules=[RULE])
        assert plan.found() == plan.id
        plan.delete()
        assert plan.found() is None


@pytest.mark.parametrize(
    ("token", "inputs", "physical_id"),
    [
        ("aws:backup/vaultPolicy:VaultPolicy", {"backupVaultName": "v", "policy": POLICY}, "v"),
        (
            "aws:backup/vaultNotifications:VaultNotifications",
            {"backupVaultName": "v", "backupVaultEvents": ["COPY_JOB_FAILED"], "snsTopicArn": "arn:aws:sns:::t"},
            "v",
        ),
        ("aws:backup/restoreTestingPlan:RestoreTestingPlan", {"name": "weekly", "tags": TAGS}, "weekly"),
        (
            "aws:backup/restoreTestingSelection:RestoreTestingSelection",
            {"name": "aurora", "restoreTestingPlanName": "weekly"},
            "aurora:weekly",
        ),
        ("aws:backup/regionSettings:RegionSettings", {"resourceTypeOptInPreference": {"Aurora": True}}, "us-east-1"),
    ],
)
def test_what_the_emulator_lacks_is_only_recorded(
    bench: Bench, token: str, inputs: dict[str, object], physical_id: str
) -> None:
    assert bench.deploy(token, **inputs).id == physical_id
    assert bench.provider.fidelity(token) is Fidelity.RECORDED
