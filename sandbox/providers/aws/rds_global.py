"""Amazon Aurora's global databases."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.spec import ID, Aspect, Call, Look, Read, Run, Tags, Type
from sandbox.providers.base import ProviderError

_DESCRIBE = Read(
    "describe_global_clusters",
    {"GlobalClusterIdentifier": ID},
    result="GlobalClusters",
    where={"GlobalClusterIdentifier": ID},
)
_STATE_ALONE = Run(lambda _act: {})
_NO_GLOBAL_CHANGE = "the emulator has no ModifyGlobalCluster: a change stands in the state alone"
_NOT_KEPT = "the emulator takes it and keeps nothing of it"


def refuse_protected(act: Act, operation: str) -> None:
    """Raise `ProviderError` when the resource has deletion protection, which the emulator doesn't always look at."""
    if act.inputs.get("deletionProtection"):
        raise ProviderError(
            f"rds:{operation} in {act.region}: InvalidParameterCombination: {act.id} has deletion protection; "
            "turn it off and deploy before destroying it"
        )


def leave(act: Act, global_id: str, arn: str) -> None:
    """Take the cluster *arn* out of a global cluster, if it is in it."""
    if arn in _members(_global_cluster(act, global_id)):
        region = arn.split(":")[3]
        act.call(
            "remove_from_global_cluster", region=region, GlobalClusterIdentifier=global_id, DbClusterIdentifier=arn
        )


def _delete_global_cluster(act: Act) -> None:
    """Delete it when it is there, for the emulator fails on one that isn't.

    The emulator can't take out a member of a region other than its first, so members stay in the list though they are
    long gone; making the global cluster anew sheds them.
    """
    refuse_protected(act, "DeleteGlobalCluster")
    found = _global_cluster(act, act.id)
    if found is None:
        return
    left = [arn for arn in _members(found) if _stands(act, arn)]
    if act.inputs.get("forceDestroy"):
        for arn in left:
            leave(act, act.id, arn)
        left = []
    if not left and _members(_global_cluster(act, act.id)):
        act.call("create_global_cluster", GlobalClusterIdentifier=act.id, Engine=found["Engine"])
    act.call("delete_global_cluster", GlobalClusterIdentifier=act.id)


def _told(act: Act) -> Mapping[str, Any] | None:
    """The emulator keeps no tags, and says that there are none instead of nothing."""
    found = _global_cluster(act, act.id)
    return None if found is None else {member: value for member, value in found.items() if member != "TagList"}


def _global_cluster(act: Act, global_id: str) -> Mapping[str, Any] | None:
    """Return what is known of a global cluster; the emulator lists them all, whichever is asked for."""
    try:
        listed = act.call("describe_global_clusters", GlobalClusterIdentifier=global_id)["GlobalClusters"]
    except AwsError as error:
        if error.says_gone():
            return None
        raise
    return next((one for one in listed if one["GlobalClusterIdentifier"] == global_id), None)


def _members(found: Mapping[str, Any] | None) -> list[str]:
    return [member["DBClusterArn"] for member in (found or {}).get("GlobalClusterMembers", ())]


def _stands(act: Act, arn: str) -> bool:
    region, name = arn.split(":")[3], arn.rpartition(":")[2]
    try:
        return bool(act.call("describe_db_clusters", region=region, DBClusterIdentifier=name)["DBClusters"])
    except AwsError as error:
        if error.says_gone():
            return False
        raise


GLOBAL_CLUSTER = Type(
    "aws:rds/globalCluster:GlobalCluster",
    service="rds",
    id="{globalClusterIdentifier}",
    create=Call("create_global_cluster", result="GlobalCluster"),
    read=Look(_told, _DESCRIBE),
    delete=Run(_delete_global_cluster),
    aspects=(
        Aspect({"deletionProtection", "engineVersion", "engineLifecycleSupport"}, put=_STATE_ALONE, created=True),
    ),
    tags=Tags(put=_STATE_ALONE, remove=_STATE_ALONE, read=None),
    outputs={
        "arn": "GlobalClusterArn",
        "endpoint": "Endpoint",
        "globalClusterResourceId": "GlobalClusterResourceId",
        "engineVersionActual": "EngineVersion",
    },
    replaces={"databaseName", "engine", "globalClusterIdentifier", "sourceDbClusterIdentifier", "storageEncrypted"},
    forgotten={
        "databaseName": _NOT_KEPT,
        "deletionProtection": _NO_GLOBAL_CHANGE,
        "engineLifecycleSupport": _NO_GLOBAL_CHANGE,
        "engineVersion": _NO_GLOBAL_CHANGE,
        "tags": _NOT_KEPT,
    },
    write_only={"sourceDbClusterIdentifier"},
    local={"forceDestroy"},
)

TYPES = (GLOBAL_CLUSTER,)
