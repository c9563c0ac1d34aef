import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from cfnlint.rules.resources.rds.DbClusterEngineVersion import DbClusterEngineVersion
from cfnlint.rules.resources.rds.DbClusterEngineVersionDeprecated import DbClusterEngineVersionDeprecated
from jsonschema import Draft7Validator

from components._shared.network import Network
from components.data.sharded_database import ShardedDatabase, ShardedDatabaseArgs
from components.foundation.subnets import plan
from settings import ClassPolicy, Database, DataClass
from tests.components.data.declare import Declared, declare, regions, sites
from tests.components.site import key, topic

CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
GLOBAL = "aws:rds/globalCluster:GlobalCluster"
NAMES = {
    GLOBAL: ("globalClusterIdentifier", 63),
    CLUSTER: ("clusterIdentifier", 63),
    INSTANCE: ("identifier", 63),
    "aws:rds/proxy:Proxy": ("name", 63),
    "aws:rds/proxyEndpoint:ProxyEndpoint": ("dbProxyEndpointName", 63),
    "aws:rds/subnetGroup:SubnetGroup": ("name", 255),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": ("name", 255),
    "aws:ec2/securityGroup:SecurityGroup": ("name", 255),
    "aws:iam/role:Role": ("name", 64),
    "aws:secretsmanager/secret:Secret": ("name", 512),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("name", 255),
    "aws:cloudwatch/logGroup:LogGroup": ("name", 512),
}
"""Property that names a type physically, and its longest value."""


def database(
    *,
    shards: int = 2,
    count: int = 2,
    instances: int = 1,
    prefix: str = "groot-test",
    protect: bool = False,
    retention_days: int = 365,
    writers: list[str] | None = None,
) -> list[Declared]:
    def program() -> None:
        active = sites(count, prefix, protect=protect)
        ShardedDatabase(
            "database",
            ShardedDatabaseArgs(
                sites=active,
                networks={
                    name: Network(
                        vpc_id=f"vpc-{name}",
                        private_subnet_ids=[],
                        private_cidrs=plan(site.region.cidr).private,
                        isolated_subnet_ids=[f"subnet-{name}-{zone}" for zone in "abc"],
                        isolated_cidrs=plan(site.region.cidr).isolated,
                    )
                    for name, site in active.items()
                },
                client_group_ids={name: f"sg-cluster-{name}" for name in active},
                database=Database(shards=shards, instances_per_region=instances),
                data_class=DataClass.CONFIDENTIAL,
                policy=ClassPolicy(retention_days=retention_days, backup_interval_minutes=5),
                rpo_minutes=15,
                writers=writers,
            ),
        )

    return sorted(declare(program), key=lambda one: one.name)


def of(declared: list[Declared], token: str, fits: Callable[[dict[str, Any]], bool] = bool) -> list[dict[str, Any]]:
    return [one.inputs for one in declared if one.type == token and fits(one.inputs)]


@pytest.mark.parametrize(
    "prefix", ["groot-test", "groot-Feature_Branch.With.A.Very-Long.Name__and-then-some-more-of-it"]
)
@pytest.mark.parametrize(("shards", "count"), [(1, 1), (2, 3)])
def test_names_are_unique_and_short_enough(prefix: str, shards: int, count: int) -> None:
    declared = database(shards=shards, count=count, instances=2, prefix=prefix)
    for token, (name_property, longest) in NAMES.items():
        names = [inputs[name_property] for inputs in of(declared, token)]
        assert names
        assert all(len(name) <= longest for name in names)
        assert [name for name, times in Counter(names).items() if times > 1] == []
        if token.startswith("aws:rds/"):
            assert all(re.fullmatch(r"[a-z](-?[a-z0-9])*", name) for name in names)


def test_every_shard_has_a_cluster_in_every_region_and_one_founder() -> None:
    declared = database(shards=3, count=2)
    assert len(of(declared, CLUSTER)) == 6
    founders = of(declared, CLUSTER, lambda inputs: "masterUsername" in inputs)
    assert [inputs["region"] for inputs in founders] == ["us-east-1", "eu-west-1", "us-east-1"]
    assert all(inputs["masterPassword"] for inputs in founders)


def test_founding_regions_can_be_kept_when_a_region_is_added() -> None:
    declared = database(writers=["eu-west-1", "eu-west-1"])
    founders = of(declared, CLUSTER, lambda inputs: "masterUsername" in inputs)
    assert [inputs["region"] for inputs in founders] == ["eu-west-1", "eu-west-1"]


@pytest.mark.parametrize(
    ("writers", "complaint"),
    [(["us-east-1"], "1 writers given for 2 shards"), (["us-east-1", "sa-east-1"], "sa-east-1 not among the regions")],
)
def test_founding_regions_that_cannot_be_are_refused(writers: list[str], complaint: str) -> None:
    with pytest.raises(Exception, match=complaint):
        database(writers=writers)


def test_stores_are_encrypted_under_the_key_of_their_region() -> None:
    declared = database()
    keys = {region.name: key(region, DataClass.CONFIDENTIAL) for region in regions(2)}
    for inputs in of(declared, CLUSTER):
        assert inputs["storageEncrypted"]
        assert inputs["kmsKeyId"] == keys[inputs["region"]]
    for inputs in of(declared, INSTANCE):
        assert inputs["performanceInsightsKmsKeyId"] == keys[inputs["region"]]


@pytest.mark.parametrize(("kept_days", "backup_days"), [(1, 1), (20, 20), (3653, 35)])
def test_backups_last_as_long_as_the_class_asks_and_aurora_allows(kept_days: int, backup_days: int) -> None:
    clusters = of(database(shards=1, count=1, retention_days=kept_days), CLUSTER)
    assert [inputs["backupRetentionPeriod"] for inputs in clusters] == [backup_days]


def test_protection_keeps_stores_and_a_last_snapshot() -> None:
    for protect in (False, True):
        declared = database(protect=protect)
        assert {inputs["deletionProtection"] for inputs in (*of(declared, CLUSTER), *of(declared, GLOBAL))} == {protect}
        founders = of(declared, CLUSTER, lambda inputs: "masterUsername" in inputs)
        assert {inputs["skipFinalSnapshot"] for inputs in founders} == {not protect}
        assert all(("finalSnapshotIdentifier" in inputs) is protect for inputs in founders)


def test_databases_admit_proxies_and_stores_and_proxies_workloads() -> None:
    declared = database(shards=1, count=3)
    rules = of(declared, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    to_databases = [rule for rule in rules if "database-group" in rule["securityGroupId"]]
    here = {
        rule.get("cidrIpv4") or rule["referencedSecurityGroupId"].split("-us-east-1-")[1]
        for rule in to_databases
        if rule["region"] == "us-east-1"
    }
    stores_abroad = {cidr for region in regions(3)[1:] for cidr in plan(region.cidr).isolated}
    assert here == {"proxy-group-id", "database-group-id", *stores_abroad}
    to_proxies = [rule for rule in rules if "proxy-group" in rule["securityGroupId"] and rule["region"] == "us-east-1"]
    admitted = {rule.get("cidrIpv4") or rule["referencedSecurityGroupId"] for rule in to_proxies}
    pods_abroad = {cidr for region in regions(3)[1:] for cidr in plan(region.cidr).private}
    assert admitted == {"sg-cluster-us-east-1", *pods_abroad}
    assert {(rule["fromPort"], rule["toPort"]) for rule in rules} == {(5432, 5432)}


def test_proxies_of_a_shard_may_connect_to_that_shard_alone() -> None:
    policies = of(database(), "aws:iam/rolePolicy:RolePolicy")
    assert len(policies) == 2
    for index, inputs in enumerate(policies):
        statement = json.loads(inputs["policy"])["Statement"][0]
        assert statement["Action"] == ["rds-db:connect"]
        assert len(statement["Resource"]) == 2
        assert all(f"cluster-database-shard-{index:03d}-" in arn for arn in statement["Resource"])
        assert all(arn.endswith("/application") for arn in statement["Resource"])


def test_every_proxy_tells_its_region_when_clients_wait() -> None:
    declared = database()
    alarms = of(declared, "aws:cloudwatch/metricAlarm:MetricAlarm", lambda inputs: "ProxyName" in inputs["dimensions"])
    told = {(inputs["dimensions"]["ProxyName"], inputs["alarmActions"][0]) for inputs in alarms}
    topics = {region.name: topic(region) for region in regions(2)}
    assert told == {(proxy["name"], topics[proxy["region"]]) for proxy in of(declared, "aws:rds/proxy:Proxy")}


def test_lag_alarm_leaves_half_the_objective_to_act() -> None:
    alarms = of(
        database(), "aws:cloudwatch/metricAlarm:MetricAlarm", lambda i: i["metricName"] == "AuroraGlobalDBRPOLag"
    )
    assert {inputs["threshold"] for inputs in alarms} == {15 * 60 * 1000 / 2}


@pytest.mark.parametrize("token", [GLOBAL, CLUSTER])
def test_new_databases_ask_for_a_version_that_aws_still_founds(token: str) -> None:
    for inputs in of(database(), token):
        asked = {"Engine": inputs["engine"], "EngineVersion": inputs["engineVersion"]}
        for rule in (DbClusterEngineVersion(), DbClusterEngineVersionDeprecated()):
            assert [fault.message for fault in Draft7Validator(rule.schema).iter_errors(asked)] == []


def test_what_only_a_cluster_can_do_is_not_asked_of_its_instances() -> None:
    declared = database()
    assert all(inputs["copyTagsToSnapshot"] for inputs in of(declared, CLUSTER))
    assert not any("copyTagsToSnapshot" in inputs for inputs in of(declared, INSTANCE))


def test_slots_can_move_between_clusters_by_iam_alone() -> None:
    """What needs a restart isn't asked for at once, which AWS refuses."""
    groups = of(database(), "aws:rds/clusterParameterGroup:ClusterParameterGroup")
    for inputs in groups:
        parameters = {each["name"]: (each["value"], each.get("applyMethod")) for each in inputs["parameters"]}
        assert parameters["rds.logical_replication"] == ("1", "pending-reboot")
        assert parameters["rds.iam_auth_for_replication"] == ("1", None)
    assert len(groups) == 2
