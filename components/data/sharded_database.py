"""The sharded relational store: Aurora PostgreSQL global databases, writers spread evenly over the regions.

Each shard has one region that writes and a replica in every other one, so the resources grow with shards times
regions: a copy of each shard in each region is what surviving a region's loss takes. An account has 40 clusters and
40 instances a region until its quotas are raised (Amazon Aurora User Guide, "Quotas and constraints for Amazon
Aurora").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import trust
from components._shared.network import Network
from components._shared.paths import Path, registered
from components._shared.shards import PORT
from components._shared.site import ActiveSite
from components.data.database_region import DatabaseRegion, DatabaseRegionArgs
from components.data.placement import check_fits, writer_regions
from components.data.shard import Shard, ShardArgs
from components.data.topology import ShardTopology
from settings import ClassPolicy, Database, DataClass

MONITORING_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
"""AWS's own policy for enhanced monitoring (Amazon RDS User Guide, "Setting up for Enhanced Monitoring")."""


@dataclass(frozen=True, kw_only=True)
class ShardedDatabaseArgs:
    """How many shards, where, and how."""

    sites: Mapping[str, ActiveSite]
    """Active regions by name; every shard has a cluster in each."""
    networks: Mapping[str, Network]
    """By region name."""
    client_group_ids: Mapping[str, pulumi.Input[str]]
    """By region name: security group of the workloads, that of the Kubernetes cluster's nodes."""
    database: Database
    """Shards, version, instance class and count."""
    data_class: DataClass
    """Class of the data in the shards."""
    policy: ClassPolicy
    """The class's retention."""
    rpo_minutes: int
    """Most minutes of writes a failover may lose."""
    writers: Sequence[str] | None = None
    """Region each shard's writer was founded in, first shard first; None spreads them round robin.

    A stack that gains a region keeps its shards' founding regions here: Aurora makes no second writer, so the new
    region starts with replicas and gets its writers by switchover.
    """


class ShardedDatabase(pulumi.ComponentResource):
    """The shards and what they share."""

    writer_regions: Sequence[str]
    """Region of each shard's founding writer, first shard first."""
    topology: Mapping[str, ShardTopology]
    """By shard label: how each shard is reached, as the shard map records it."""
    global_cluster_arns: Mapping[str, pulumi.Output[str]]
    """By shard label."""
    secret_arns: Mapping[str, pulumi.Output[str]]
    """By shard label: the master user's password."""
    connect_arns: Mapping[str, Sequence[pulumi.Output[str]]]
    """By region name: resources of `rds-db:connect` for workloads."""
    subnet_group_names: Mapping[str, pulumi.Output[str]]
    """By region name: where databases stand; a tested restore stands there too."""
    security_group_ids: Mapping[str, pulumi.Output[str]]
    """By region name: the databases' security group."""
    proxy_group_ids: Mapping[str, pulumi.Output[str]]
    """By region name: the proxies' security group."""
    rebalancer_arns: Sequence[pulumi.Output[str]]
    """Resources of `rds-db:connect` for the rebalancer."""
    log_group_names: Mapping[str, Mapping[str, pulumi.Output[str]]]
    """By region name and shard label."""

    def __init__(self, name: str, args: ShardedDatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ShardedDatabase", name, {}, opts)
        check_fits(len(args.sites), args.database.instances_per_region)
        self._name, self._args = name, args
        self._context = next(iter(args.sites.values())).context
        self.writer_regions = self._founding_regions()
        shared = {region: self._create_region(site) for region, site in args.sites.items()}
        monitoring_role_arn = self._create_monitoring_role()
        shards = {
            f"shard-{index:03d}": self._create_shard(f"shard-{index:03d}", founding, shared, monitoring_role_arn)
            for index, founding in enumerate(self.writer_regions)
        }
        self.topology = {label: shard.topology for label, shard in shards.items()}
        self.global_cluster_arns = {label: shard.global_cluster_arn for label, shard in shards.items()}
        self.secret_arns = {label: shard.secret_arn for label, shard in shards.items()}
        self.connect_arns = {region: [shard.connect_arns[region] for shard in shards.values()] for region in args.sites}
        self.subnet_group_names = {region: part.subnet_group_name for region, part in shared.items()}
        self.security_group_ids = {region: part.database_security_group_id for region, part in shared.items()}
        self.proxy_group_ids = {region: part.proxy_security_group_id for region, part in shared.items()}
        self.rebalancer_arns = [arn for shard in shards.values() for arn in shard.rebalancer_arns]
        self.log_group_names = {
            region: {label: shard.log_group_names[region] for label, shard in shards.items()} for region in args.sites
        }
        self.register_outputs(
            {
                "writer_regions": self.writer_regions,
                "topology": self.topology,
                "global_cluster_arns": self.global_cluster_arns,
                "secret_arns": self.secret_arns,
                "connect_arns": self.connect_arns,
                "subnet_group_names": self.subnet_group_names,
                "security_group_ids": self.security_group_ids,
                "log_group_names": self.log_group_names,
                "paths": registered(self._workloads_to_proxies(), self._databases_to_databases()),
            }
        )

    def _workloads_to_proxies(self) -> Path:
        proxies = (each for topology in self.topology.values() for each in topology["endpoints"].values())
        return Path(
            name="workloads-to-proxies",
            source=list(self._args.client_group_ids.values()),
            destination=[endpoint for endpoints in proxies for endpoint in (endpoints["write"], endpoints["read"])],
            port=PORT,
            why="A request entered in any region writes to the shard of its key, wherever that has its writer.",
        )

    def _databases_to_databases(self) -> Path:
        return Path(
            name="databases-to-databases",
            source=list(self.security_group_ids.values()),
            destination=[each["cluster"] for one in self.topology.values() for each in one["endpoints"].values()],
            port=PORT,
            why="Slots move from one shard to another by replication, wherever both have their writers.",
        )

    def _founding_regions(self) -> Sequence[str]:
        if self._args.writers is None:
            return writer_regions(self._args.database.shards, list(self._args.sites))
        if len(self._args.writers) != self._args.database.shards:
            raise ValueError(f"{len(self._args.writers)} writers given for {self._args.database.shards} shards")
        if unknown := sorted(set(self._args.writers) - self._args.sites.keys()):
            known = ", ".join(sorted(self._args.sites))
            raise ValueError(f"writers: {', '.join(unknown)} not among the regions {known}")
        return tuple(self._args.writers)

    def _create_region(self, site: ActiveSite) -> DatabaseRegion:
        return DatabaseRegion(
            f"{self._name}-{site.name}",
            DatabaseRegionArgs(
                site=site,
                network=self._args.networks[site.name],
                client_group_id=self._args.client_group_ids[site.name],
                peer_client_cidrs=[
                    cidr for peer in site.peers for cidr in self._args.networks[peer.name].private_cidrs
                ],
                peer_store_cidrs=[
                    cidr for peer in site.peers for cidr in self._args.networks[peer.name].isolated_cidrs
                ],
                engine_version=self._args.database.engine_version,
                data_class=self._args.data_class,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_monitoring_role(self) -> pulumi.Output[str]:
        """The role's ARN is known once its policy is attached, for RDS tries it when an instance is made."""
        role = aws.iam.Role(
            f"{self._name}-monitoring-role",
            name=self._context.physical_name("database-monitoring", max_length=64),
            description="Enhanced monitoring of the shards",
            assume_role_policy=trust(
                "monitoring.rds.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": self._context.account_id}},
            ),
            tags=self._context.tagged(f"{self._name}-monitoring-role"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        attachment = aws.iam.RolePolicyAttachment(
            f"{self._name}-monitoring-policy",
            role=role.name,
            policy_arn=MONITORING_POLICY,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return pulumi.Output.all(role.arn, attachment.id).apply(lambda made: made[0])

    def _create_shard(
        self,
        label: str,
        founding_region: str,
        shared: Mapping[str, DatabaseRegion],
        monitoring_role_arn: pulumi.Output[str],
    ) -> Shard:
        return Shard(
            f"{self._name}-{label}",
            ShardArgs(
                sites=self._args.sites,
                label=label,
                founding_region=founding_region,
                shared=shared,
                networks=self._args.networks,
                database=self._args.database,
                data_class=self._args.data_class,
                policy=self._args.policy,
                monitoring_role_arn=monitoring_role_arn,
                rpo_minutes=self._args.rpo_minutes,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
