"""CloudHSM."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Call, Find, Look, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.values import Properties

_CLUSTERS = Read(
    "describe_clusters",
    {"Filters": {"clusterIds": [ID]}},
    rename={"sourceBackupIdentifier": "SourceBackupId"},
    result="Clusters",
)


def _find_cluster(act: Act) -> Mapping[str, Any] | None:
    """Return the newest cluster with the tags: one that replaces another carries the same."""
    own = tags.identity(act.inputs)
    found: list[Mapping[str, Any]] = []
    for cluster in act.pages("describe_clusters")["Clusters"] if own else ():
        carried = {tag["Key"]: tag["Value"] for tag in cluster["TagList"]}
        if own.items() <= carried.items() and cluster["State"] != "DELETED":
            found.append(cluster)
    return max(found, key=lambda cluster: cluster["CreateTimestamp"], default=None)


def _create_cluster(act: Act) -> Properties:
    """Create the cluster and tag it once more: the emulator keeps the tags of the two calls apart."""
    given = {
        "HsmType": act.inputs.get("hsmType"),
        "Mode": act.inputs.get("mode"),
        "SourceBackupId": act.inputs.get("sourceBackupIdentifier"),
        "SubnetIds": act.inputs.get("subnetIds"),
    }
    labels = [{"Key": key, "Value": value} for key, value in tags.all_tags(act.resource.provider, act.inputs).items()]
    sent = {member: value for member, value in given.items() if value is not None}
    made = act.call("create_cluster", TagList=labels, **sent)["Cluster"]
    if labels:
        act.call("tag_resource", ResourceId=made["ClusterId"], TagList=labels)
    return made


CLUSTER = Type(
    "aws:cloudhsmv2/cluster:Cluster",
    service="cloudhsmv2",
    id="ClusterId",
    create=Run(_create_cluster, takes={"hsmType", "mode", "sourceBackupIdentifier", "subnetIds", "tags"}),
    read=_CLUSTERS,
    delete=Call("delete_cluster", {"ClusterId": ID}),
    find=Find(Look(_find_cluster, _CLUSTERS), "ClusterId"),
    tags=tagged_by({"ResourceId": ID}, read="list_tags", member="TagList", keys="TagKeyList"),
    outputs={
        "clusterId": "ClusterId",
        "clusterState": "State",
        "securityGroupId": "sg-{digest}",
        "vpcId": "VpcId",
    },
    replaces={"hsmType", "mode", "sourceBackupIdentifier", "subnetIds"},
    forgotten={"subnetIds": "the emulator tells one subnet only"},
)

HSM = Recorded(
    "aws:cloudhsmv2/hsm:Hsm",
    reason="the emulator has clusters but no CreateHsm",
    id="hsm-{digest}",
    outputs={"hsmId": "hsm-{digest}", "hsmState": "ACTIVE", "hsmEniId": "eni-{digest}"},
    replaces={"availabilityZone", "clusterId", "ipAddress", "subnetId"},
    tags=False,
)

TYPES = (CLUSTER, HSM)
