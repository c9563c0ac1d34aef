"""One shard of the relational store: an Aurora global database with a cluster and a proxy in every region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust
from components._shared.network import Network
from components._shared.paths import Path, registered
from components._shared.site import ActiveSite
from components.data.database_proxy import DatabaseProxy, DatabaseProxyArgs
from components.data.database_region import DatabaseRegion
from components.data.rebalancer import USER as REBALANCER
from components.data.shard_credentials import ShardCredentials, ShardCredentialsArgs
from components.data.shard_member import DATABASE_NAME, ENGINE, IDENTIFIER_MAX_LENGTH, ShardMember, ShardMemberArgs
from components.data.topology import ShardTopology
from settings import ClassPolicy, Database, DataClass

APPLICATION_USER = "application"
"""Database user that workloads connect as; a member of `rds_iam`, made by the rebalancer
(functions/rebalancer/users.py)."""


@dataclass(frozen=True, kw_only=True)
class ShardArgs:
    """Which shard, in which regions, and how."""

    sites: Mapping[str, ActiveSite]
    """Regions that hold a copy, by name."""
    label: str
    """The shard, such as `shard-007`; short, for it is part of every name."""
    founding_region: str
    """Name of the region whose cluster is made first, as the writer."""
    shared: Mapping[str, DatabaseRegion]
    """What each region's shards share, by region name."""
    networks: Mapping[str, Network]
    """By region name."""
    database: Database
    """Version, instance class and count."""
    data_class: DataClass
    """Class of the data."""
    policy: ClassPolicy
    """The class's retention."""
    monitoring_role_arn: pulumi.Input[str]
    """Role of enhanced monitoring."""
    rpo_minutes: int
    """Most minutes of writes a failover may lose."""


class Shard(pulumi.ComponentResource):
    """An Aurora global database."""

    global_cluster_arn: pulumi.Output[str]
    secret_arn: pulumi.Output[str]
    """Of the master user's password."""
    topology: ShardTopology
    connect_arns: Mapping[str, pulumi.Output[str]]
    """By region name, the resource of `rds-db:connect` that lets a workload through the proxy."""
    rebalancer_arns: Sequence[pulumi.Output[str]]
    """The resources of `rds-db:connect` that let the rebalancer into the clusters."""
    log_group_names: Mapping[str, pulumi.Output[str]]
    """By region name."""

    def __init__(self, name: str, args: ShardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Shard", name, {}, opts)
        self._name, self._args = name, args
        self._context = args.sites[args.founding_region].context
        self._child = pulumi.ResourceOptions(parent=self)
        credentials = self._create_credentials()
        global_cluster = self._create_global_cluster()
        members = self._create_members(global_cluster, credentials)
        role_arn = self._create_proxy_role(members)
        proxies = {region: self._create_proxy(region, member, role_arn) for region, member in members.items()}
        self.global_cluster_arn = global_cluster.arn
        self.secret_arn = credentials.secret_arn
        self.topology = {
            "founding_region": args.founding_region,
            "instances_per_region": args.database.instances_per_region,
            "endpoints": {region: proxy.endpoints for region, proxy in proxies.items()},
            "master_secret": credentials.secret_arn,
        }
        self.connect_arns = {
            region: self._user_arn(region, proxy.arn.apply(lambda arn: arn.rpartition(":")[2]))
            for region, proxy in proxies.items()
        }
        self.rebalancer_arns = [
            self._user_arn(region, member.cluster_resource_id, REBALANCER) for region, member in members.items()
        ]
        self.log_group_names = {region: member.log_group_name for region, member in members.items()}
        self.register_outputs(
            {
                "global_cluster_arn": self.global_cluster_arn,
                "secret_arn": self.secret_arn,
                "topology": self.topology,
                "connect_arns": self.connect_arns,
                "log_group_names": self.log_group_names,
                "paths": registered(*self._copies(members)),
            }
        )

    def _copies(self, members: Mapping[str, ShardMember]) -> list[Path]:
        founding = self._args.founding_region
        others = [member.cluster_arn for region, member in members.items() if region != founding]
        why = "Another region can take the shard over."
        source = members[founding].cluster_arn
        return [Path(name="copies", source=source, destination=others, protocol="copies", why=why)] if others else []

    def _create_credentials(self) -> ShardCredentials:
        return ShardCredentials(
            f"{self._name}-credentials",
            ShardCredentialsArgs(
                sites=self._args.sites,
                label=self._args.label,
                data_class=self._args.data_class,
            ),
            opts=self._child,
        )

    def _create_global_cluster(self) -> aws.rds.GlobalCluster:
        """It belongs to no region: where it was made matters to no later call."""
        return aws.rds.GlobalCluster(
            f"{self._name}-global",
            global_cluster_identifier=self._context.physical_name(self._args.label, IDENTIFIER_MAX_LENGTH),
            region=self._args.founding_region,
            engine=ENGINE,
            engine_version=self._args.database.engine_version,
            database_name=DATABASE_NAME,
            storage_encrypted=True,
            deletion_protection=self._context.protect,
            tags=self._context.tagged(f"{self._name}-global", self._args.data_class),
            opts=self._context.stateful(self, pulumi.ResourceOptions(ignore_changes=["region"])),
        )

    def _create_members(
        self, global_cluster: aws.rds.GlobalCluster, credentials: ShardCredentials
    ) -> dict[str, ShardMember]:
        founding = self._args.founding_region
        writer_first = sorted(self._args.sites.values(), key=lambda site: site.name != founding)
        members: dict[str, ShardMember] = {}
        for site in writer_first:
            members[site.name] = ShardMember(
                f"{self._name}-{site.name}",
                ShardMemberArgs(
                    site=site,
                    label=self._args.label,
                    shared=self._args.shared[site.name],
                    global_cluster_id=global_cluster.id,
                    founding_password=credentials.password if site.name == founding else None,
                    founder=members[founding].instances if members else (),
                    database=self._args.database,
                    data_class=self._args.data_class,
                    policy=self._args.policy,
                    monitoring_role_arn=self._args.monitoring_role_arn,
                    rpo_minutes=self._args.rpo_minutes,
                ),
                opts=self._child,
            )
        return members

    def _create_proxy_role(self, members: Mapping[str, ShardMember]) -> pulumi.Output[str]:
        """The role's ARN is known once its policy stands, so that no proxy starts without its rights."""
        label = f"{self._name}-proxy"
        role = aws.iam.Role(
            f"{label}-role",
            name=self._context.physical_name(f"{self._args.label}-proxy", max_length=64),
            description=f"Proxies of {self._args.label} connect as {APPLICATION_USER}",
            assume_role_policy=trust("rds.amazonaws.com"),
            tags=self._context.tagged(f"{label}-role"),
            opts=self._child,
        )
        users = [self._user_arn(region, member.cluster_resource_id) for region, member in members.items()]
        policy = aws.iam.RolePolicy(
            f"{label}-policy",
            name="connect",
            role=role.name,
            policy=document(Statement(actions=["rds-db:connect"], resources=users)),
            opts=self._child,
        )
        return pulumi.Output.all(role.arn, policy.id).apply(lambda made: made[0])

    def _create_proxy(self, region: str, member: ShardMember, role_arn: pulumi.Output[str]) -> DatabaseProxy:
        return DatabaseProxy(
            f"{self._name}-{region}-proxy",
            DatabaseProxyArgs(
                site=self._args.sites[region],
                label=self._args.label,
                cluster_identifier=member.cluster_identifier,
                cluster_endpoint=member.cluster_endpoint,
                members=member.instances,
                role_arn=role_arn,
                subnet_ids=self._args.networks[region].isolated_subnet_ids,
                security_group_id=self._args.shared[region].proxy_security_group_id,
                data_class=self._args.data_class,
            ),
            opts=self._child,
        )

    def _user_arn(
        self, region: str, resource_id: pulumi.Output[str], user: str = APPLICATION_USER
    ) -> pulumi.Output[str]:
        account_id = self._context.account_id
        return pulumi.Output.concat(f"arn:aws:rds-db:{region}:", account_id, ":dbuser:", resource_id, "/", user)
