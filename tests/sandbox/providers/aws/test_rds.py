from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.providers.aws.rds_groups import PARAMETERS_PER_CALL
from sandbox.providers.base import ProviderError
from tests.sandbox.providers.aws.bench import Bench, Deployed

GLOBAL = "aws:rds/globalCluster:GlobalCluster"
CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
SUBNETS = "aws:rds/subnetGroup:SubnetGroup"
PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
PROXY = "aws:rds/proxy:Proxy"
TARGETS = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"
TARGET = "aws:rds/proxyTarget:ProxyTarget"
AURORA = {"engine": "aurora-postgresql", "engineVersion": "16.6"}
MASTER = {"masterUsername": "chief", "masterPassword": "long-enough", "skipFinalSnapshot": True}
TAGS = {"stack": "rds"}

Deploy = Callable[..., Deployed]


@pytest.fixture
def deploy(bench: Bench) -> Iterator[Deploy]:
    """Deploy a resource and delete it after the test, last made first."""
    made: list[Deployed] = []

    def one(token: str, **inputs: Any) -> Deployed:
        made.append(bench.deploy(token, **inputs))
        return made[-1]

    yield one
    for deployed in reversed(made):
        deployed.delete()


@pytest.fixture
def subnet_ids(bench: Bench) -> list[str]:
    return [
        subnet["SubnetId"]
        for subnet in bench.boto("ec2").describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])[
            "Subnets"
        ]
    ][:3]


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


def test_subnet_group_lives(bench: Bench, subnet_ids: list[str]) -> None:
    inputs = {"name": "lives", "description": "d", "subnetIds": subnet_ids[:2], "tags": TAGS}
    changes = {"description": None, "subnetIds": subnet_ids, "tags": {"stack": "other"}}
    bench.lives(SUBNETS, inputs, changes)


def test_parameter_group_is_made_as_declared(bench: Bench, deploy: Deploy) -> None:
    parameters = [{"name": f"parameter_{index:02d}", "value": str(index)} for index in range(PARAMETERS_PER_CALL + 5)]
    group = deploy(PARAMETERS, name="many", family="aurora-postgresql16", parameters=parameters, tags=TAGS)
    found = bench.boto("rds").describe_db_cluster_parameters(DBClusterParameterGroupName="many")["Parameters"]
    assert {one["ParameterName"]: one["ParameterValue"] for one in found} == {
        one["name"]: one["value"] for one in parameters
    }
    group.update(parameters=[{"name": "parameter_00", "value": "7", "applyMethod": "pending-reboot"}, *parameters[1:]])
    assert group.drift() == []


def test_tls_switched_off_out_of_band_is_drift(bench: Bench, deploy: Deploy) -> None:
    forced = [{"name": "rds.force_ssl", "value": "1"}]
    group = deploy(PARAMETERS, name="forced", family="aurora-postgresql16", parameters=forced)
    bench.boto("rds").modify_db_cluster_parameter_group(
        DBClusterParameterGroupName="forced",
        Parameters=[{"ParameterName": "rds.force_ssl", "ParameterValue": "0", "ApplyMethod": "immediate"}],
    )
    assert group.drift() == ["parameters"]


def test_proxy_lives(bench: Bench, subnet_ids: list[str]) -> None:
    inputs = {
        "name": "lives",
        "engineFamily": "POSTGRESQL",
        "defaultAuthScheme": "IAM_AUTH",
        "requireTls": True,
        "roleArn": "arn:aws:iam::123456789012:role/proxy",
        "vpcSubnetIds": subnet_ids,
        "vpcSecurityGroupIds": ["sg-1"],
        "tags": TAGS,
    }
    bench.lives(PROXY, inputs, {"idleClientTimeout": 60, "tags": {"stack": "other"}})


def test_proxy_with_secrets_says_so_to_the_emulator(bench: Bench, deploy: Deploy, subnet_ids: list[str]) -> None:
    auths = [{"authScheme": "SECRETS", "iamAuth": "REQUIRED", "secretArn": "arn:aws:secretsmanager:::secret:s"}]
    role = "arn:aws:iam::123456789012:role/proxy"
    deploy(PROXY, name="keyed", engineFamily="POSTGRESQL", auths=auths, roleArn=role, vpcSubnetIds=subnet_ids)
    found = bench.boto("rds").describe_db_proxies(DBProxyName="keyed")["DBProxies"][0]
    assert found["Auth"] == [
        {"AuthScheme": "SECRETS", "IAMAuth": "REQUIRED", "SecretArn": "arn:aws:secretsmanager:::secret:s"}
    ]


def test_proxy_stands_in_front_of_its_cluster(bench: Bench, deploy: Deploy, subnet_ids: list[str]) -> None:
    deploy(CLUSTER, **AURORA, **MASTER, clusterIdentifier="behind")
    role = "arn:aws:iam::123456789012:role/proxy"
    proxy = deploy(PROXY, name="front", engineFamily="POSTGRESQL", roleArn=role, vpcSubnetIds=subnet_ids)
    pool = {"maxConnectionsPercent": 90, "maxIdleConnectionsPercent": 45, "connectionBorrowTimeout": 10}
    group = deploy(TARGETS, dbProxyName="front", connectionPoolConfig=pool)
    group.update(connectionPoolConfig={**pool, "connectionBorrowTimeout": 20})
    assert group.drift() == []
    assert group.outputs["name"] == "default"
    inputs = {"dbProxyName": "front", "targetGroupName": "default", "dbClusterIdentifier": "behind"}
    bench.lives(TARGET, inputs, {})
    target = deploy(TARGET, **inputs)
    assert target.id == "front/default/TRACKED_CLUSTER/behind"
    assert target.outputs["endpoint"].startswith("behind.cluster-")
    proxy.delete()
    assert group.read() is None
    assert target.read() is None


def test_read_only_endpoint_of_a_proxy_is_only_recorded(bench: Bench, subnet_ids: list[str]) -> None:
    endpoint = bench.deploy(
        "aws:rds/proxyEndpoint:ProxyEndpoint",
        dbProxyName="front",
        dbProxyEndpointName="front-read",
        targetRole="READ_ONLY",
        vpcSubnetIds=subnet_ids,
    )
    assert endpoint.id == "front/front-read"
    assert endpoint.outputs["endpoint"].startswith("front-read.endpoint.proxy-")
