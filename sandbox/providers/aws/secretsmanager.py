"""Secrets Manager: secrets and their versions."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Find, Look, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by

_SECRET = {"SecretId": ID}
_DESCRIBE = Read("describe_secret", _SECRET)


def _describe(act: Act) -> Mapping[str, Any] | None:
    """A secret that waits for its deletion is gone for whoever manages it."""
    found = act.look(_DESCRIBE)
    return None if found is None or found.get("DeletedDate") else found


def _find_secret(act: Act) -> Mapping[str, Any] | None:
    act.id = act["name"]
    return _describe(act)


def _put_replicas(act: Act) -> None:
    """A replica can't be changed, only removed and made again."""
    old, new = ({one["region"]: one for one in known.get("replicas", ())} for known in (act.olds, act.inputs))
    if gone := sorted(region for region in old if old[region] != new.get(region)):
        act.call("remove_regions_from_replication", SecretId=act.id, RemoveReplicaRegions=gone)
    if added := [one for region, one in new.items() if one != old.get(region)]:
        overwrite = bool(act.inputs.get("forceOverwriteReplicaSecret"))
        regions = [{"Region": one["region"], **_key(one)} for one in added]
        act.call(
            "replicate_secret_to_regions",
            SecretId=act.id,
            AddReplicaRegions=regions,
            ForceOverwriteReplicaSecret=overwrite,
        )


def _key(replica: Mapping[str, Any]) -> dict[str, str]:
    return {"KmsKeyId": replica["kmsKeyId"]} if replica.get("kmsKeyId") else {}


def _delete_secret(act: Act) -> None:
    found = act.call("describe_secret", SecretId=act.id)
    if found.get("DeletedDate"):
        return
    if replicas := [one["Region"] for one in found.get("ReplicationStatus", ())]:
        act.call("remove_regions_from_replication", SecretId=act.id, RemoveReplicaRegions=replicas)
    days = int(act.inputs.get("recoveryWindowInDays", 30))
    how: dict[str, Any] = {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
    act.call("delete_secret", SecretId=act.id, **how)


SECRET = Type(
    "aws:secretsmanager/secret:Secret",
    service="secretsmanager",
    id="ARN",
    create=Call("create_secret"),
    read=Look(_describe, _DESCRIBE),
    update=Call("update_secret", _SECRET, takes={"description", "kmsKeyId"}),
    delete=Run(_delete_secret, takes={"recoveryWindowInDays"}),
    find=Find(Look(_find_secret, _DESCRIBE), "ARN"),
    name=Autoname("name", 512),
    aspects=(
        Aspect(
            {"policy"},
            put=Call("put_resource_policy", _SECRET, rename={"policy": "ResourcePolicy"}),
            clear=Call("delete_resource_policy", _SECRET),
            read=Read("get_resource_policy", _SECRET, rename={"policy": "ResourcePolicy"}),
        ),
        Aspect(
            {"replicas"},
            put=Run(_put_replicas),
            read=Read("describe_secret", _SECRET, rename={"replicas": "ReplicationStatus"}),
        ),
    ),
    rename={"type": None},
    tags=tagged_by(_SECRET, read=None),
    outputs={"arn": "ARN"},
    replaces={"name", "namePrefix"},
    defaults={"forceOverwriteReplicaSecret": False, "recoveryWindowInDays": 30},
    forgotten={"replicas.kmsKeyId": "the emulator's replicas are all under the default key"},
    differs={"description": "the emulator keeps the old one when it is taken away"},
    local={"forceOverwriteReplicaSecret", "recoveryWindowInDays"},
)

SECRET_VERSION = Type(
    "aws:secretsmanager/secretVersion:SecretVersion",
    service="secretsmanager",
    id="{secretId}|{versionId}",
    create=Call("put_secret_value", takes={"secretId", "secretString", "secretBinary", "versionStages"}),
    read=Read("get_secret_value", {"SecretId": "{secretId}", "VersionId": "{versionId}"}),
    delete=None,
    outputs={"arn": "ARN", "secretArn": "ARN", "versionId": "VersionId"},
    replaces={"secretId", "secretString", "secretBinary", "versionStages"},
)

TYPES = (SECRET, SECRET_VERSION)
