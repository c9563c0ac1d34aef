"""Proxies in front of clusters."""

from tests.sandbox.providers.aws.aurora import AURORA, CLUSTER, MASTER, TAGS
from tests.sandbox.providers.aws.bench import Bench
from tests.sandbox.providers.aws.conftest import Deploy

PROXY = "aws:rds/proxy:Proxy"
TARGETS = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"
TARGET = "aws:rds/proxyTarget:ProxyTarget"


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
