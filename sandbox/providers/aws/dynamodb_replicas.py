"""Replicas of DynamoDB tables: one `UpdateTable` each (DynamoDB Developer Guide, "Global tables: How it works")."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sandbox.providers.aws.act import Act
from sandbox.values import UNKNOWN

TOLD: Final = {"arn": "TableArn", "streamArn": "LatestStreamArn", "streamLabel": "LatestStreamLabel"}
"""What AWS alone knows of a replica, and how its region's own description of the table calls it."""
FORGOTTEN: Final = {"replicas.kmsKeyArn": "the emulator's replicas are all under the table's key"}
NOT_EMULATED: Final = dict.fromkeys(
    (
        "replicas.consistencyMode",
        "replicas.deletionProtectionEnabled",
        "replicas.pointInTimeRecovery",
        "replicas.propagateTags",
    ),
    "the sandbox makes replicas and sets nothing of them",
)


def change(act: Act) -> None:
    """Take away and add replicas, starting from those that are there; one under another key is made anew."""
    old, new = (_keys(known) for known in (act.olds, act.inputs))
    there = _there(act)
    kept = {region for region in there if region in new and old.get(region, new[region]) == new[region]}
    for region in sorted(there - kept):
        _update(act, {"Delete": {"RegionName": region}})
    for region in sorted(new.keys() - kept):
        _update(act, {"Create": {"RegionName": region, **new[region]}})


def completed(act: Act, replicas: Sequence[Mapping[str, Any]], ask: bool) -> list[dict[str, Any]]:
    """Return *replicas* with their ARNs and those of their streams, asked in each region, or as they were."""
    before = {one["regionName"]: one for one in act.outputs.get("replicas") or ()}
    found: list[dict[str, Any]] = []
    for one in replicas:
        region = one["regionName"]
        if ask:
            there = act.clients.call("dynamodb", region, "describe_table", {"TableName": act.id})["Table"]
            told = {name: there.get(member, "") for name, member in TOLD.items()}
        else:
            told = {name: before.get(region, {}).get(name, UNKNOWN) for name in TOLD}
        found.append({**one, **told})
    return found


def delete(act: Act) -> None:
    """Delete a table, its replicas before it."""
    for region in sorted(_there(act)):
        _update(act, {"Delete": {"RegionName": region}})
    act.call("delete_table", TableName=act.id)


def _there(act: Act) -> set[str]:
    found = act.call("describe_table", TableName=act.id)["Table"]
    return {replica["RegionName"] for replica in found.get("Replicas", ())}


def _keys(inputs: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    def key(one: Mapping[str, Any]) -> dict[str, str]:
        return {"KMSMasterKeyId": one["kmsKeyArn"]} if one.get("kmsKeyArn") else {}

    return {one["regionName"]: key(one) for one in inputs.get("replicas") or ()}


def _update(act: Act, step: Mapping[str, Any]) -> None:
    act.call("update_table", TableName=act.id, ReplicaUpdates=[step])
