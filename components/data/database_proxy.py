"""The proxy in front of one shard's cluster in one region: pooled connections, IAM all the way, TLS only.

The proxy authenticates to the database with IAM as well, so no password is stored for it, and none has to be copied to
the regions of the replicas (Amazon Aurora User Guide, "Configuring IAM authentication for RDS Proxy"). Its default
endpoint reaches the writer and fails where the cluster has none; the read-only endpoint reaches the replicas (same
guide, "Using RDS Proxy with Aurora global databases"). So both stand in every region and a failover needs no new one.
An account has 20 proxies a region until its quota is raised ("Quotas and limitations for RDS Proxy").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import Site
from components.data.topology import RegionEndpoints
from settings import DataClass

IDENTIFIER_MAX_LENGTH = 63
"""Of proxies and their endpoints (Amazon RDS API, `CreateDBProxy`)."""
IDLE_CLIENT_SECONDS = 1800
"""Half an hour, RDS Proxy's default."""
MAX_CONNECTIONS_PERCENT = 90
"""The rest of the database's connections is left for people."""
BORROW_SECONDS = 10
"""A request that gets no connection in this time is better refused and retried."""
SLOW_BORROW_MICROSECONDS = 1_000_000
"""A second of waiting for a connection that is usually there at once: a tenth of what ends in refusals."""


@dataclass(frozen=True, kw_only=True)
class DatabaseProxyArgs:
    """What the proxy stands in front of, and where."""

    site: Site
    """Region of cluster and proxy."""
    label: str
    """The shard, such as `shard-007`."""
    cluster_identifier: pulumi.Input[str]
    """The cluster."""
    cluster_endpoint: pulumi.Input[str]
    """Host name of its writer."""
    members: Sequence[pulumi.Resource]
    """Its instances: without one the proxy has no target."""
    role_arn: pulumi.Input[str]
    """Role that may connect to the cluster as the application's user."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Isolated subnets, one in each zone."""
    security_group_id: pulumi.Input[str]
    """Security group of the region's proxies."""
    data_class: DataClass
    """Class of the data behind it."""


class DatabaseProxy(pulumi.ComponentResource):
    """A proxy with its target and its read-only endpoint."""

    arn: pulumi.Output[str]
    endpoints: RegionEndpoints

    def __init__(self, name: str, args: DatabaseProxyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:DatabaseProxy", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        proxy = self._create_proxy()
        self._create_target(proxy)
        self._create_alarm(proxy)
        self.arn = proxy.arn
        self.endpoints = {
            "write": proxy.endpoint,
            "read": self._create_read_endpoint(proxy),
            "cluster": args.cluster_endpoint,
        }
        self.register_outputs({"arn": self.arn, "endpoints": self.endpoints})

    def _physical_name(self, role: str) -> str:
        return self._args.site.context.physical_name(f"{self._args.label}-{role}", IDENTIFIER_MAX_LENGTH)

    def _create_proxy(self) -> aws.rds.Proxy:
        args = self._args
        return aws.rds.Proxy(
            f"{self._name}-proxy",
            name=self._physical_name(args.site.name),
            region=args.site.name,
            engine_family="POSTGRESQL",
            default_auth_scheme="IAM_AUTH",
            require_tls=True,
            debug_logging=False,
            idle_client_timeout=IDLE_CLIENT_SECONDS,
            role_arn=args.role_arn,
            vpc_subnet_ids=list(args.subnet_ids),
            vpc_security_group_ids=[args.security_group_id],
            tags=args.site.context.tagged(f"{self._name}-proxy", args.data_class),
            opts=self._child,
        )

    def _create_target(self, proxy: aws.rds.Proxy) -> None:
        group = aws.rds.ProxyDefaultTargetGroup(
            f"{self._name}-targets",
            region=self._args.site.name,
            db_proxy_name=proxy.name,
            connection_pool_config=aws.rds.ProxyDefaultTargetGroupConnectionPoolConfigArgs(
                max_connections_percent=MAX_CONNECTIONS_PERCENT,
                max_idle_connections_percent=MAX_CONNECTIONS_PERCENT // 2,
                connection_borrow_timeout=BORROW_SECONDS,
            ),
            opts=self._child,
        )
        aws.rds.ProxyTarget(
            f"{self._name}-target",
            region=self._args.site.name,
            db_proxy_name=proxy.name,
            target_group_name=group.name,
            db_cluster_identifier=self._args.cluster_identifier,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[*self._args.members]),
        )

    def _create_alarm(self, proxy: aws.rds.Proxy) -> None:
        declare_alarm(
            f"{self._name}-waits",
            Alarm(
                namespace="AWS/RDS",
                metric="DatabaseConnectionsBorrowLatency",
                dimensions={"ProxyName": proxy.name},
                statistic="Average",
                threshold=SLOW_BORROW_MICROSECONDS,
                description="Clients wait for connections to a shard: look for sessions that keep theirs, scale up.",
            ),
            site=self._args.site,
            opts=self._child,
        )

    def _create_read_endpoint(self, proxy: aws.rds.Proxy) -> pulumi.Output[str]:
        endpoint = aws.rds.ProxyEndpoint(
            f"{self._name}-read-endpoint",
            region=self._args.site.name,
            db_proxy_name=proxy.name,
            db_proxy_endpoint_name=self._physical_name(f"{self._args.site.name}-read"),
            target_role="READ_ONLY",
            vpc_subnet_ids=list(self._args.subnet_ids),
            vpc_security_group_ids=[self._args.security_group_id],
            tags=self._args.site.context.tagged(f"{self._name}-read-endpoint", self._args.data_class),
            opts=self._child,
        )
        return endpoint.endpoint
