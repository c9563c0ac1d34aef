"""Instances of clusters."""

from tests.sandbox.providers.aws.aurora import AURORA, CLUSTER, MASTER, TAGS
from tests.sandbox.providers.aws.bench import Bench
from tests.sandbox.providers.aws.conftest import Deploy

INSTANCE = "aws:rds/clusterInstance:ClusterInstance"


def test_instance_lives(bench: Bench, deploy: Deploy) -> None:
    deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="with-instances")
    inputs = {
        **AURORA,
        "identifier": "lives",
        "clusterIdentifier": "with-instances",
        "instanceClass": "db.r7g.large",
        "caCertIdentifier": "rds-ca-rsa2048-g1",
        "copyTagsToSnapshot": True,
        "monitoringInterval": 60,
        "monitoringRoleArn": "arn:aws:iam::123456789012:role/monitoring",
        "performanceInsightsEnabled": True,
        "promotionTier": 1,
        "publiclyAccessible": False,
        "tags": TAGS,
    }
    changes = {
        "autoMinorVersionUpgrade": False,
        "instanceClass": "db.r7g.xlarge",
        "monitoringInterval": 30,
        "promotionTier": 0,
        "tags": {"stack": "other"},
    }
    bench.lives(INSTANCE, inputs, changes)


def test_first_instance_writes(deploy: Deploy) -> None:
    deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="pair")
    common = {**AURORA, "clusterIdentifier": "pair", "instanceClass": "db.r7g.large"}
    first = deploy(INSTANCE, **common, identifier="pair-0")
    second = deploy(INSTANCE, **common, identifier="pair-1")
    assert (first.outputs["writer"], second.outputs["writer"]) == (True, False)
    assert first.outputs["endpoint"].startswith("pair-0.")
    assert first.outputs["port"] == 5432


def test_instance_opened_to_the_world_out_of_band_is_drift(bench: Bench, deploy: Deploy) -> None:
    deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="closed")
    instance = deploy(
        INSTANCE, **AURORA, clusterIdentifier="closed", identifier="closed-0", instanceClass="db.r7g.large"
    )
    bench.boto("rds").modify_db_instance(DBInstanceIdentifier="closed-0", PubliclyAccessible=True)
    assert instance.drift() == ["publiclyAccessible"]
