from typing import Any

import pytest

from sandbox.providers.base import Fidelity
from tests.sandbox.providers.aws.bench import Bench

CLUSTER, NODE_GROUP, ADDON = "aws:eks/cluster:Cluster", "aws:eks/nodeGroup:NodeGroup", "aws:eks/addon:Addon"
ROLE = "arn:aws:iam::123456789012:role/cluster"
KEY = "arn:aws:kms:us-east-1:123456789012:key/one"


def cluster(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "roleArn": ROLE,
        "version": "1.33",
        "vpcConfig": {
            "subnetIds": ["subnet-1", "subnet-2"],
            "endpointPrivateAccess": True,
            "endpointPublicAccess": False,
        },
        "encryptionConfig": {"provider": {"keyArn": KEY}, "resources": ["secrets"]},
        "enabledClusterLogTypes": ["api", "audit"],
        "tags": {"stack": "one"},
        **more,
    }


def node_group(of: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "clusterName": of,
        "nodeGroupName": name,
        "nodeRoleArn": ROLE,
        "subnetIds": ["subnet-1", "subnet-2"],
        "amiType": "BOTTLEROCKET_ARM_64",
        "instanceTypes": ["t4g.large"],
        "scalingConfig": {"desiredSize": 3, "minSize": 3, "maxSize": 6},
        **more,
    }


def test_cluster_lives(bench: Bench) -> None:
    changes = {
        "vpcConfig": {"subnetIds": ["subnet-1"], "endpointPrivateAccess": True, "endpointPublicAccess": False},
        "enabledClusterLogTypes": ["api", "audit", "scheduler"],
        "tags": {"stack": "other"},
    }
    bench.lives(CLUSTER, cluster("lives"), changes)


def test_cluster_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(CLUSTER, **cluster("made"))
    found = bench.boto("eks").describe_cluster(name="made")["cluster"]
    assert found["arn"] == made.outputs["arn"]
    assert found["resourcesVpcConfig"]["endpointPublicAccess"] is False
    assert found["encryptionConfig"] == [{"provider": {"keyArn": KEY}, "resources": ["secrets"]}]
    on = [kind for part in found["logging"]["clusterLogging"] if part["enabled"] for kind in part["types"]]
    assert on == ["api", "audit"]
    assert made.outputs["certificateAuthority"] == found["certificateAuthority"]
    assert made.outputs["identities"] == [{"oidcs": [found["identity"]["oidc"]]}]
    assert made.outputs["endpoint"] == found["endpoint"]


def test_log_taken_away_is_switched_off(bench: Bench) -> None:
    made = bench.deploy(CLUSTER, **cluster("quieter"))
    made.update(enabledClusterLogTypes=["audit"])
    logging = bench.boto("eks").describe_cluster(name="quieter")["cluster"]["logging"]["clusterLogging"]
    assert [part["types"] for part in logging if part["enabled"]] == [["audit"]]


def test_endpoint_opened_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(CLUSTER, **cluster("opened"))
    opened = {"subnetIds": ["subnet-1", "subnet-2"], "endpointPrivateAccess": True, "endpointPublicAccess": True}
    bench.boto("eks").update_cluster_config(name="opened", resourcesVpcConfig=opened)
    assert made.drift() == ["vpcConfig"]


def test_what_a_cluster_is_made_with_replaces_it(bench: Bench) -> None:
    made = bench.deploy(CLUSTER, **cluster("fixed"))
    assert made.diff(roleArn=f"{ROLE}-other").replaces == ["roleArn"]
    assert made.diff(encryptionConfig={"provider": {"keyArn": f"{KEY}-2"}, "resources": ["secrets"]}).replaces
    assert made.diff(version="1.34").replaces == []


def test_node_group_lives(bench: Bench) -> None:
    bench.deploy(CLUSTER, **cluster("of-living"))
    inputs = node_group(
        "of-living", "lives", labels={"a": "1", "b": "2"}, updateConfig={"maxUnavailablePercentage": 33}
    )
    changes = {
        "scalingConfig": {"desiredSize": 4, "minSize": 3, "maxSize": 9},
        "labels": {"a": "3"},
        "updateConfig": {"maxUnavailable": 1},
        "nodeRepairConfig": {"enabled": True},
    }
    bench.lives(NODE_GROUP, inputs, changes)


def test_node_group_is_made_as_declared(bench: Bench) -> None:
    bench.deploy(CLUSTER, **cluster("of-made"))
    made = bench.deploy(
        NODE_GROUP,
        **node_group("of-made", "made", version="1.33", launchTemplate={"id": "lt-1", "version": "1"}),
    )
    found = bench.boto("eks").describe_nodegroup(clusterName="of-made", nodegroupName="made")["nodegroup"]
    assert made.id == "of-made:made"
    assert found["nodegroupArn"] == made.outputs["arn"]
    assert found["amiType"] == "BOTTLEROCKET_ARM_64"
    assert found["scalingConfig"] == {"desiredSize": 3, "minSize": 3, "maxSize": 6}
    groups = [group["name"] for group in found["resources"]["autoScalingGroups"]]
    assert [group["name"] for group in made.outputs["resources"][0]["autoscalingGroups"]] == groups
    assert made.imported().inputs["subnetIds"] == ["subnet-1", "subnet-2"]


def test_other_instances_need_another_node_group(bench: Bench) -> None:
    bench.deploy(CLUSTER, **cluster("of-fixed"))
    made = bench.deploy(NODE_GROUP, **node_group("of-fixed", "fixed"))
    assert made.diff(instanceTypes=["t4g.xlarge"]).replaces == ["instanceTypes"]
    assert made.diff(launchTemplate={"id": "lt-1", "version": "2"}).replaces == []


def test_what_the_emulator_lacks_is_recorded_under_the_stock_ids(bench: Bench) -> None:
    addon = bench.deploy(ADDON, clusterName="any", addonName="coredns", resolveConflictsOnCreate="OVERWRITE")
    entry = bench.deploy("aws:eks/accessEntry:AccessEntry", clusterName="any", principalArn=ROLE)
    pods = bench.deploy(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        clusterName="any",
        namespace="kube-system",
        serviceAccount="controller",
        roleArn=ROLE,
    )
    assert (addon.id, entry.id) == ("any:coredns", f"any:{ROLE}")
    assert pods.outputs["associationId"] == pods.id
    assert bench.provider.fidelity(ADDON) is Fidelity.RECORDED


@pytest.mark.parametrize("token", [CLUSTER, NODE_GROUP])
def test_what_is_not_emulated_is_told(bench: Bench, token: str) -> None:
    assert bench.provider.fidelity(token) is Fidelity.PARTIAL
