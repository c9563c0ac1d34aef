from typing import Any

from tests.sandbox.providers.aws.bench import Bench

CLUSTER = "aws:cloudhsmv2/cluster:Cluster"
HSM = "aws:cloudhsmv2/hsm:Hsm"


def cluster(name: str) -> dict[str, Any]:
    return {"hsmType": "hsm2m.medium", "mode": "FIPS", "subnetIds": ["subnet-1", "subnet-2"], "tags": {"Name": name}}


def test_cluster_lives(bench: Bench) -> None:
    bench.lives(CLUSTER, cluster("lives"), {"tags": {"Name": "lives", "a": "b"}})


def test_cluster_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(CLUSTER, **cluster("declared"))
    found = bench.boto("cloudhsmv2").describe_clusters(Filters={"clusterIds": [made.id]})["Clusters"][0]
    assert (found["HsmType"], found["Mode"]) == ("hsm2m.medium", "FIPS")
    assert made.outputs["clusterId"] == made.id
    assert list(made.diff(mode="NON_FIPS").replaces) == ["mode"]


def test_module_is_only_recorded(bench: Bench) -> None:
    made = bench.deploy(HSM, clusterId="cluster-1", subnetId="subnet-1")
    assert made.outputs["hsmState"] == "ACTIVE"
    assert bench.provider.fidelity(HSM) == "recorded"
