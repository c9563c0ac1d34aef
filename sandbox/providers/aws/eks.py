"""Elastic Kubernetes Service.

The emulator keeps clusters and node groups, and of a cluster what its first API had. It can't upgrade either, and
answers no calls about add-ons, access entries, capabilities or pod identities.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, As, Aspect, Autoname, Call, From, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.values import Properties

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
_TAGS = tagged_by({"resourceArn": "{arn}"}, read=None)
_NOT_KEPT = "the emulator's clusters don't keep it"
_NO_UPGRADE = "the emulator can't move what stands to another version, so it is given none"


def _log_setup(wanted: Sequence[str]) -> list[Properties]:
    """Return which logs are on and which off; AWS leaves alone what isn't named."""
    switches = {True: list(wanted), False: [kind for kind in LOG_TYPES if kind not in wanted]}
    return [{"types": types, "enabled": on} for on, types in switches.items() if types]


def _logs_on(setup: Sequence[Mapping[str, Any]]) -> list[str]:
    return [kind for part in setup if part.get("enabled") for kind in part.get("types", ())]


CLUSTER = Type(
    "aws:eks/cluster:Cluster",
    service="eks",
    id="{name}",
    create=Call("create_cluster", result="cluster"),
    read=Read("describe_cluster", {"name": ID}, result="cluster"),
    update=Call(
        "update_cluster_config", {"name": ID}, takes={"enabledClusterLogTypes", "remoteNetworkConfig", "vpcConfig"}
    ),
    delete=Call("delete_cluster", {"name": ID}),
    tags=_TAGS,
    name=Autoname("name", 100),
    rename={
        "vpcConfig": "resourcesVpcConfig",
        "enabledClusterLogTypes": As("logging.clusterLogging", _log_setup, _logs_on),
    },
    outputs={
        "arn": "arn",
        "certificateAuthority": "certificateAuthority",
        "createdAt": "createdAt",
        "endpoint": "endpoint",
        "identities": From("identity", lambda told: [{"oidcs": [dict(told["oidc"])]}]),
        "platformVersion": "platformVersion",
        "status": "status",
    },
    replaces={"encryptionConfig", "kubernetesNetworkConfig", "name", "roleArn"},
    defaults={"enabledClusterLogTypes": []},
    not_emulated={
        **dict.fromkeys(
            (
                "accessConfig",
                "computeConfig",
                "controlPlaneScalingConfig",
                "deletionProtection",
                "kubeApiServerConfig",
                "kubeControllerManagerConfig",
                "kubeSchedulerConfig",
                "outpostConfig",
                "storageConfig",
                "upgradePolicy",
                "zonalShiftConfig",
            ),
            _NOT_KEPT,
        ),
        "bootstrapSelfManagedAddons": "no add-on runs in the emulator",
        "defaultAddonsToRemoves": "no add-on runs in the emulator",
        "forceUpdateVersion": _NO_UPGRADE,
        "version": _NO_UPGRADE,
    },
)

_NODE_GROUP = {"clusterName": "{clusterName}", "nodegroupName": "{nodeGroupName}"}
_CONFIGURE = "update_nodegroup_config"


def _relabel(act: Act) -> None:
    old, new = act.olds.get("labels") or {}, act.inputs.get("labels") or {}
    labels = {"addOrUpdateLabels": new, "removeLabels": sorted(old.keys() - new.keys())}
    act.call(_CONFIGURE, clusterName=act["clusterName"], nodegroupName=act["nodeGroupName"], labels=labels)


def _node_resources(told: Mapping[str, Any]) -> list[Properties]:
    groups = [{"name": group["name"]} for group in told.get("autoScalingGroups", ())]
    return [{"autoscalingGroups": groups, "remoteAccessSecurityGroupId": told.get("remoteAccessSecurityGroup", "")}]


NODE_GROUP = Type(
    "aws:eks/nodeGroup:NodeGroup",
    service="eks",
    id="{clusterName}:{nodeGroupName}",
    create=Call("create_nodegroup", result="nodegroup"),
    read=Read("describe_nodegroup", _NODE_GROUP, result="nodegroup"),
    delete=Call("delete_nodegroup", _NODE_GROUP),
    aspects=(
        Aspect({"scalingConfig"}, put=Call(_CONFIGURE, _NODE_GROUP), created=True),
        Aspect({"updateConfig", "nodeRepairConfig"}, put=Call(_CONFIGURE, _NODE_GROUP)),
        Aspect({"labels"}, put=Run(_relabel, takes={"labels"}), created=True),
    ),
    name=Autoname("nodeGroupName", 63),
    rename={"nodeRoleArn": "nodeRole", "subnetIds": "subnets"},
    outputs={"arn": "nodegroupArn", "resources": From("resources", _node_resources), "status": "status"},
    replaces={
        "amiType",
        "capacityType",
        "clusterName",
        "diskSize",
        "instanceTypes",
        "nodeGroupName",
        "nodeRoleArn",
        "remoteAccess",
        "subnetIds",
    },
    not_emulated={
        "forceUpdateVersion": _NO_UPGRADE,
        "launchTemplate": _NO_UPGRADE,
        "nodeGroupNamePrefix": "names are given or made up whole",
        "releaseVersion": _NO_UPGRADE,
        "tags": "the emulator can't change a node group's tags",
        "taints": "the emulator runs no nodes",
        "version": _NO_UPGRADE,
        "warmPoolConfig": "the emulator runs no nodes",
    },
)

_CLUSTER_ARN = "arn:{partition}:eks:{region}:{account}"

TYPES = (
    CLUSTER,
    NODE_GROUP,
    Recorded(
        "aws:eks/addon:Addon",
        reason="the emulator has no EKS add-ons",
        id="{clusterName}:{addonName}",
        outputs={"arn": f"{_CLUSTER_ARN}:addon/{{clusterName}}/{{addonName}}/{{digest}}"},
        replaces={"addonName", "clusterName"},
    ),
    Recorded(
        "aws:eks/accessEntry:AccessEntry",
        reason="the emulator has no EKS access entries",
        id="{clusterName}:{principalArn}",
        outputs={
            "accessEntryArn": f"{_CLUSTER_ARN}:access-entry/{{clusterName}}/{{digest}}",
            "type": "STANDARD",
            "userName": "{principalArn}",
        },
        replaces={"clusterName", "principalArn", "type"},
    ),
    Recorded(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        reason="the emulator has no EKS access entries",
        id="{clusterName}#{principalArn}#{policyArn}",
        replaces={"accessScope", "clusterName", "policyArn", "principalArn"},
        tags=False,
    ),
    Recorded(
        "aws:eks/capability:Capability",
        reason="the emulator has no EKS capabilities",
        id="{clusterName},{capabilityName}",
        outputs={
            "arn": f"{_CLUSTER_ARN}:capability/{{clusterName}}/argocd/{{capabilityName}}/{{digest}}",
            "version": "",
        },
        replaces={"capabilityName", "clusterName", "type"},
    ),
    Recorded(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        reason="the emulator has no EKS pod identities",
        id="a-{digest}",
        outputs={
            "associationArn": f"{_CLUSTER_ARN}:podidentityassociation/{{clusterName}}/a-{{digest}}",
            "associationId": "a-{digest}",
        },
        replaces={"clusterName", "namespace", "serviceAccount"},
    ),
)
