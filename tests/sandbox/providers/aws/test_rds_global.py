"""Clusters that span regions."""

import pytest

from sandbox.providers.base import ProviderError
from tests.sandbox.providers.aws.aurora import AURORA, CLUSTER, MASTER, TAGS
from tests.sandbox.providers.aws.bench import Bench
from tests.sandbox.providers.aws.conftest import Deploy

GLOBAL = "aws:rds/globalCluster:GlobalCluster"


def test_global_cluster_lives(bench: Bench) -> None:
    inputs = {**AURORA, "globalClusterIdentifier": "lives", "databaseName": "d", "storageEncrypted": True, "tags": TAGS}
    bench.lives(GLOBAL, inputs, {"deletionProtection": False, "engineVersion": "16.8", "tags": {"stack": "other"}})


def test_global_cluster_spans_regions_and_comes_apart(bench: Bench) -> None:
    spanning = bench.deploy(GLOBAL, **AURORA, globalClusterIdentifier="spanning", storageEncrypted=True)
    member = {**AURORA, "globalClusterIdentifier": "spanning"}
    primary = bench.deploy(CLUSTER, **member, **MASTER, clusterIdentifier="spanning-1", region="eu-west-1")
    secondary = bench.deploy(
        CLUSTER, **member, clusterIdentifier="spanning-2", region="ap-southeast-2", skipFinalSnapshot=True
    )
    found = bench.boto("rds").describe_global_clusters()["GlobalClusters"]
    members = next(one for one in found if one["GlobalClusterIdentifier"] == "spanning")["GlobalClusterMembers"]
    assert {one["DBClusterArn"]: one["IsWriter"] for one in members} == {
        primary.outputs["arn"]: True,
        secondary.outputs["arn"]: False,
    }
    secondary.delete()
    primary.delete()
    spanning.delete()
    assert spanning.read() is None


def test_global_cluster_with_members_stays_unless_forced(bench: Bench, deploy: Deploy) -> None:
    held = bench.deploy(GLOBAL, **AURORA, globalClusterIdentifier="held")
    deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="holding", globalClusterIdentifier="held")
    with pytest.raises(ProviderError, match="InvalidGlobalClusterState"):
        held.delete()
    held.update(forceDestroy=True)
    held.delete()
    assert held.read() is None


def test_protected_global_cluster_is_not_deleted(deploy: Deploy) -> None:
    protected = deploy(GLOBAL, **AURORA, globalClusterIdentifier="guarded", deletionProtection=True)
    with pytest.raises(ProviderError, match="guarded has deletion protection"):
        protected.delete()
    protected.update(deletionProtection=False)
