"""AWS Backup."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Find, Look, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tagged_by

_VAULT = {"BackupVaultName": "{backupVaultName}"}
_VAULT_ARN = "arn:{partition}:backup:{region}:{account}:backup-vault:{backupVaultName}"
_TAGS = tagged_by({"ResourceArn": "{arn}"}, read="list_tags", keys="TagKeyList")
_DESCRIBE = Read("describe_backup_vault", _VAULT)
_GET_PLAN = Read("get_backup_plan", {"BackupPlanId": ID})
_LIST_PLANS = Read("list_backup_plans", result="BackupPlansList", where={"BackupPlanName": "{name}"})
_NO_CHANGE = "the emulator has no UpdateBackupPlan: a change stands in the state alone"
PLAN_NAME_LENGTH = 50
"""Longest name of plans, selections and vaults (AWS Backup API)."""


def _lock(act: Act) -> Mapping[str, Any] | None:
    vault = act.look(_DESCRIBE)
    return vault if vault and vault.get("Locked") else None


def _plan(act: Act) -> Mapping[str, Any] | None:
    """A deleted plan still answers, with the date of its end."""
    found = act.look(_GET_PLAN)
    return None if found is None or found.get("DeletionDate") else found


def _plans(act: Act) -> list[Mapping[str, Any]]:
    """Return the plans of this name, deleted ones too; a number after it is the emulator's peculiarity, see below."""
    plans = act.pages("list_backup_plans", IncludeDeleted=True)["BackupPlansList"]
    return [plan for plan in plans if plan["BackupPlanName"].split("#")[0] == act["name"]]


def _free_plan_name(act: Act) -> str:
    """The emulator never gives back the name of a deleted plan: the next one of that name gets a number."""
    gone = len([plan for plan in _plans(act) if plan.get("DeletionDate")])
    return f"{act['name']}#{gone}" if gone else act["name"]


def _find_plan(act: Act) -> Mapping[str, Any] | None:
    return next((plan for plan in _plans(act) if not plan.get("DeletionDate")), None)


VAULT = Type(
    "aws:backup/vault:Vault",
    service="backup",
    id="{name}",
    create=Call("create_backup_vault", rename={"tags": "BackupVaultTags"}),
    read=Read("describe_backup_vault", {"BackupVaultName": ID}),
    delete=Call("delete_backup_vault", {"BackupVaultName": ID}),
    tags=_TAGS,
    name=Autoname("name", PLAN_NAME_LENGTH),
    rename={"name": "BackupVaultName", "kmsKeyArn": "EncryptionKeyArn"},
    outputs={"arn": "BackupVaultArn", "recoveryPoints": "NumberOfRecoveryPoints"},
    replaces={"kmsKeyArn", "name"},
    local={"forceDestroy"},
)

VAULT_LOCK = Type(
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    service="backup",
    id="{backupVaultName}",
    create=Call("put_backup_vault_lock_configuration", _VAULT),
    read=Look(_lock, _DESCRIBE),
    delete=Call("delete_backup_vault_lock_configuration", _VAULT),
    outputs={"backupVaultArn": _VAULT_ARN},
    replaces={"backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays"},
    write_only={"changeableForDays"},
)

PLAN = Type(
    "aws:backup/plan:Plan",
    service="backup",
    id="BackupPlanId",
    create=Call(
        "create_backup_plan", {"BackupPlan.BackupPlanName": _free_plan_name}, rename={"tags": "BackupPlanTags"}
    ),
    read=Look(_plan, _GET_PLAN),
    delete=Call("delete_backup_plan", {"BackupPlanId": ID}),
    find=Find(Look(_find_plan, _LIST_PLANS), "BackupPlanId"),
    aspects=(Aspect({"advancedBackupSettings", "rules"}, put=Run(lambda _act: {}), created=True),),
    tags=_TAGS,
    name=Autoname("name", PLAN_NAME_LENGTH),
    rename={
        "name": "BackupPlan.BackupPlanName",
        "advancedBackupSettings": "BackupPlan.AdvancedBackupSettings",
        "rules": "BackupPlan.Rules",
        "rules.completionWindow": "CompletionWindowMinutes",
        "rules.copyActions.destinationVaultArn": "DestinationBackupVaultArn",
        "rules.copyActions.lifecycle.coldStorageAfter": "MoveToColdStorageAfterDays",
        "rules.copyActions.lifecycle.deleteAfter": "DeleteAfterDays",
        "rules.lifecycle.coldStorageAfter": "MoveToColdStorageAfterDays",
        "rules.lifecycle.deleteAfter": "DeleteAfterDays",
        "rules.schedule": "ScheduleExpression",
        "rules.startWindow": "StartWindowMinutes",
        "rules.targetLogicallyAirGappedBackupVaultArn": "TargetLogicallyAirGappedBackupVaultArn",
        "rules.targetVaultName": "TargetBackupVaultName",
    },
    outputs={"arn": "BackupPlanArn", "version": "VersionId"},
    replaces={"name"},
    forgotten={
        "advancedBackupSettings": _NO_CHANGE,
        "name": "the emulator never gives back the name of a deleted plan; the next one of that name gets a number",
        "rules": _NO_CHANGE,
    },
    not_emulated={"scanSettings": "the emulator has no malware scans"},
)

VAULT_POLICY = Recorded(
    "aws:backup/vaultPolicy:VaultPolicy",
    reason="the emulator has no access policies of vaults (PutBackupVaultAccessPolicy isn't implemented)",
    id="{backupVaultName}",
    outputs={"backupVaultArn": _VAULT_ARN},
    replaces={"backupVaultName"},
    tags=False,
)

VAULT_NOTIFICATIONS = Recorded(
    "aws:backup/vaultNotifications:VaultNotifications",
    reason="the emulator has no notifications of vaults (PutBackupVaultNotifications isn't implemented)",
    id="{backupVaultName}",
    outputs={"backupVaultArn": _VAULT_ARN},
    replaces={"backupVaultEvents", "backupVaultName", "snsTopicArn"},
    tags=False,
)

SELECTION = Recorded(
    "aws:backup/selection:Selection",
    reason="the emulator has no selections (CreateBackupSelection isn't implemented)",
    id="{digest}",
    replaces={
        "conditions",
        "iamRoleArn",
        "name",
        "notResources",
        "planId",
        "resources",
        "selectionTags",
    },
    tags=False,
)

RESTORE_TESTING_PLAN = Recorded(
    "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    reason="the emulator has no restore testing (CreateRestoreTestingPlan isn't implemented)",
    id="{name}",
    outputs={"arn": "arn:{partition}:backup:{region}:{account}:restore-testing-plan:{name}-{digest}"},
    replaces={"name"},
)

RESTORE_TESTING_SELECTION = Recorded(
    "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    reason="the emulator has no restore testing (CreateRestoreTestingSelection isn't implemented)",
    id="{name}:{restoreTestingPlanName}",
    replaces={"name", "protectedResourceType", "restoreTestingPlanName"},
    tags=False,
)

REGION_SETTINGS = Recorded(
    "aws:backup/regionSettings:RegionSettings",
    reason="the emulator has no settings of regions (UpdateRegionSettings isn't implemented)",
    id="{region}",
    tags=False,
)

TYPES = (
    VAULT,
    VAULT_LOCK,
    PLAN,
    VAULT_POLICY,
    VAULT_NOTIFICATIONS,
    SELECTION,
    RESTORE_TESTING_PLAN,
    RESTORE_TESTING_SELECTION,
    REGION_SETTINGS,
)
