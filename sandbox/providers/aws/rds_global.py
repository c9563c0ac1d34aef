"""Amazon Aurora's global databases."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.clients import HOME_REGION
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.spec import ID, Aspect, Call, Read, Run, Tags, Type
from sandbox.providers.base import ProviderError

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


def _delete_global_cluster(act: Act) -> None:
    refuse_protected(act, "DeleteGlobalCluster")
    found = _global_cluster(act, act.id) if act.inputs.get("forceDestroy") else None
    for member in (found or {}).get("GlobalClusterMembers", ()):
        leave(act, act.id, member["DBClusterArn"])
    act.call("delete_global_cluster", GlobalClusterIdentifier=act.id)


def leave(act: Act, global_id: str, arn: str) -> None:
    """Take a cluster out; the emulator keeps global clusters in one region and hears of it there only."""
    if arn not in _members(act, global_id):
        return
    for region in dict.fromkeys((act.region, HOME_REGION)):
        act.call(
            "remove_from_global_cluster", region=region, GlobalClusterIdentifier=global_id, DbClusterIdentifier=arn
        )
        if arn not in _members(act, global_id):
            return


def _members(act: Act, global_id: str) -> list[str]:
    found = _global_cluster(act, global_id) or {}
    return [member["DBClusterArn"] for member in found.get("GlobalClusterMembers", ())]


def _global_cluster(act: Act, global_id: str) -> Mapping[str, Any] | None:
    try:
        listed = act.call("describe_global_clusters", GlobalClusterIdentifier=global_id)["GlobalClusters"]
    except AwsError as error:
        if error.says_gone():
            return None
        raise
    return next((one for one in listed if one["GlobalClusterIdentifier"] == global_id), None)


GLOBAL_CLUSTER = Type(
    "aws:rds/globalCluster:GlobalCluster",
    service="rds",
    id="{globalClusterIdentifier}",
    create=Call("create_global_cluster", result="GlobalCluster"),
    read=Read(
        "describe_global_clusters",
        {"GlobalClusterIdentifier": ID},
        result="GlobalClusters",
        where={"GlobalClusterIdentifier": ID},
    ),
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
