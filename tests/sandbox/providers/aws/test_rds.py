"""Aurora clusters."""

import pytest

from sandbox.providers.base import ProviderError
from tests.sandbox.providers.aws.aurora import AURORA, CLUSTER, MASTER, PARAMETERS, SUBNETS, TAGS
from tests.sandbox.providers.aws.bench import Bench
from tests.sandbox.providers.aws.conftest import Deploy


def test_cluster_lives(bench: Bench) -> None:
    inputs = {
        **AURORA,
        **MASTER,
        "clusterIdentifier": "lives",
        "backupRetentionPeriod": 35,
        "copyTagsToSnapshot": True,
        "enabledCloudwatchLogsExports": ["postgresql"],
        "iamDatabaseAuthenticationEnabled": True,
        "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/k",
        "storageEncrypted": True,
        "vpcSecurityGroupIds": ["sg-1"],
        "tags": TAGS,
    }
    changes = {
        "backupRetentionPeriod": 7,
        "copyTagsToSnapshot": None,
        "vpcSecurityGroupIds": ["sg-2"],
        "tags": {"stack": "other"},
    }
    bench.lives(CLUSTER, inputs, changes)


def test_cluster_is_made_as_declared(bench: Bench, deploy: Deploy, subnet_ids: list[str]) -> None:
    deploy(SUBNETS, name="declared", subnetIds=subnet_ids)
    deploy(PARAMETERS, name="declared", family="aurora-postgresql16")
    cluster = deploy(
        CLUSTER,
        **AURORA,
        **MASTER,
        clusterIdentifier="declared",
        databaseName="platform",
        dbSubnetGroupName="declared",
        dbClusterParameterGroupName="declared",
        enabledCloudwatchLogsExports=["postgresql"],
        iamDatabaseAuthenticationEnabled=True,
    )
    found = bench.boto("rds").describe_db_clusters(DBClusterIdentifier="declared")["DBClusters"][0]
    assert found["DatabaseName"] == "platform"
    assert found["DBSubnetGroup"] == found["DBClusterParameterGroup"] == "declared"
    assert found["EnabledCloudwatchLogsExports"] == ["postgresql"]
    assert found["IAMDatabaseAuthenticationEnabled"]
    assert cluster.outputs["arn"] == found["DBClusterArn"]
    assert cluster.outputs["clusterResourceId"] == found["DbClusterResourceId"]
    assert cluster.outputs["endpoint"] == found["Endpoint"]


def test_retention_shortened_out_of_band_is_drift(bench: Bench, deploy: Deploy) -> None:
    cluster = deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="drifts", backupRetentionPeriod=35)
    bench.boto("rds").modify_db_cluster(DBClusterIdentifier="drifts", BackupRetentionPeriod=1)
    assert cluster.drift() == ["backupRetentionPeriod"]


def test_protected_cluster_says_how_to_delete_it(deploy: Deploy) -> None:
    cluster = deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="protected", deletionProtection=True)
    with pytest.raises(ProviderError, match="protected has deletion protection; turn it off and deploy"):
        cluster.delete()
    cluster.update(deletionProtection=False)
    cluster.delete()
    assert cluster.read() is None


def test_cluster_without_last_snapshot_must_say_so(deploy: Deploy) -> None:
    login = {name: value for name, value in MASTER.items() if name != "skipFinalSnapshot"}
    cluster = deploy(CLUSTER, **AURORA, **login, clusterIdentifier="last-words")
    with pytest.raises(ProviderError, match="needs finalSnapshotIdentifier or skipFinalSnapshot"):
        cluster.delete()
    cluster.update(skipFinalSnapshot=True)


def test_last_snapshot_is_taken(bench: Bench) -> None:
    login = {name: value for name, value in MASTER.items() if name != "skipFinalSnapshot"}
    cluster = bench.deploy(CLUSTER, **AURORA, **login, clusterIdentifier="kept", finalSnapshotIdentifier="kept-final")
    cluster.delete()
    snapshots = bench.boto("rds").describe_db_cluster_snapshots(DBClusterSnapshotIdentifier="kept-final")
    assert snapshots["DBClusterSnapshots"][0]["DBClusterIdentifier"] == "kept"


def test_cluster_can_be_made_again_at_once(deploy: Deploy) -> None:
    deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="again").delete()
    deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="again")


def test_moving_a_cluster_replaces_it(deploy: Deploy) -> None:
    cluster = deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="moves")
    diff = cluster.diff(region="eu-west-1", masterUsername="other", storageEncrypted=True)
    assert set(diff.replaces) == {"masterUsername", "region", "storageEncrypted"}


def test_password_is_not_told_and_no_drift(bench: Bench, deploy: Deploy) -> None:
    cluster = deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="secretive")
    bench.boto("rds").modify_db_cluster(DBClusterIdentifier="secretive", MasterUserPassword="quite-another")
    assert cluster.drift() == []
