"""One shard in one region: an Aurora cluster of the shard's global database, its instances and logs.

The writer's cluster is made with a master user and a database, the others take both from it. Which one writes changes
by switchover or failover, never by replacing a cluster: what only the founding writer is given is not looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarms
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import Site
from components.data.database_region import DatabaseRegion
from components.data.shard_alarms import cluster_alarms
from components.data.shard_credentials import MASTER_USER
from settings import ClassPolicy, Database, DataClass

ENGINE = aws.rds.EngineType.AURORA_POSTGRESQL
DATABASE_NAME = "platform"
MAX_BACKUP_RETENTION_DAYS = 35
"""Longest point-in-time recovery Aurora offers; AWS Backup's snapshots keep the rest of the class's retention (Amazon
Aurora User Guide, "Backups")."""
CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1"
"""Valid to 2061 and renewed on the server by itself (Amazon Aurora User Guide, "Certificate authorities")."""
MONITORING_SECONDS = 60
INSIGHTS_DAYS = 7
"""Retention of Performance Insights that comes at no charge."""
IDENTIFIER_MAX_LENGTH = 63
"""Of clusters, instances and proxies (Amazon RDS User Guide, "Naming constraints in Amazon RDS")."""
FOUNDING_PROPERTIES = ("databaseName", "masterPassword", "masterUsername", "replicationSourceIdentifier")
"""Given when a cluster is made, by its role at the time; Aurora owns them afterwards."""
UPGRADED_PROPERTIES = ("engineVersion",)
"""Changed through the global cluster, which upgrades its members, those that only read first."""


@dataclass(frozen=True, kw_only=True)
class ShardMemberArgs:
    """Where, of which shard, and how."""

    site: Site
    """Where the cluster stands."""
    label: str
    """The shard, such as `shard-007`."""
    shared: DatabaseRegion
    """What the region's shards share."""
    global_cluster_id: pulumi.Input[str]
    """The shard's global database."""
    founding_password: pulumi.Input[str] | None
    """Master password, for the founding writer; None for the other members."""
    founder: Sequence[pulumi.Resource] = ()
    """The founding writer's instances: a global database takes no second cluster before they stand."""
    database: Database
    """Version, instance class and count."""
    data_class: DataClass
    """Class of the shard's data, whose key encrypts it with its logs and insights."""
    policy: ClassPolicy
    """The class's retention."""
    monitoring_role_arn: pulumi.Input[str]
    """Role that enhanced monitoring writes its metrics under."""
    rpo_minutes: int
    """Most minutes of writes a failover may lose."""


class ShardMember(pulumi.ComponentResource):
    """An Aurora cluster in one region."""

    cluster_identifier: pulumi.Output[str]
    cluster_endpoint: pulumi.Output[str]
    """Host name of the writer."""
    cluster_arn: pulumi.Output[str]
    cluster_resource_id: pulumi.Output[str]
    """Id by which IAM policies name the cluster's users."""
    log_group_name: pulumi.Output[str]
    instances: Sequence[aws.rds.ClusterInstance]
    """Not an output: what the other members wait for."""

    def __init__(self, name: str, args: ShardMemberArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ShardMember", name, {}, opts)
        self._name, self._args = name, args
        self._identifier = self._physical_name(args.site.name)
        logs = self._create_log_group()
        cluster = self._create_cluster(logs)
        self.instances = [self._create_instance(cluster, index) for index in range(args.database.instances_per_region)]
        self._create_alarms(cluster)
        self.log_group_name = logs.name
        self.cluster_identifier = cluster.cluster_identifier
        self.cluster_endpoint = cluster.endpoint
        self.cluster_arn = cluster.arn
        self.cluster_resource_id = cluster.cluster_resource_id
        self.register_outputs(
            {
                "cluster_identifier": self.cluster_identifier,
                "cluster_endpoint": self.cluster_endpoint,
                "cluster_arn": self.cluster_arn,
                "cluster_resource_id": self.cluster_resource_id,
                "log_group_name": self.log_group_name,
                "paths": registered(searched("statements", self.cluster_arn)),
            }
        )

    def _physical_name(self, role: str) -> str:
        return self._args.site.context.physical_name(f"{self._args.label}-{role}", IDENTIFIER_MAX_LENGTH)

    def _create_log_group(self) -> aws.cloudwatch.LogGroup:
        """Before the cluster, which would make one without key and without end."""
        return log_group(
            f"{self._name}-logs",
            path=f"/aws/rds/cluster/{self._identifier}/postgresql",
            site=self._args.site,
            key_class=self._args.data_class,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_cluster(self, logs: aws.cloudwatch.LogGroup) -> aws.rds.Cluster:
        args = self._args
        founding = args.founding_password is not None
        final_snapshot = founding and args.site.context.protect
        return aws.rds.Cluster(
            f"{self._name}-cluster",
            cluster_identifier=self._identifier,
            region=args.site.name,
            engine=ENGINE,
            engine_version=args.database.engine_version,
            global_cluster_identifier=args.global_cluster_id,
            database_name=DATABASE_NAME if founding else None,
            master_username=MASTER_USER if founding else None,
            master_password=args.founding_password,
            iam_database_authentication_enabled=True,
            storage_encrypted=True,
            kms_key_id=args.site.key_arns[args.data_class],
            db_subnet_group_name=args.shared.subnet_group_name,
            vpc_security_group_ids=[args.shared.database_security_group_id],
            db_cluster_parameter_group_name=args.shared.parameter_group_name,
            backup_retention_period=min(args.policy.retention_days, MAX_BACKUP_RETENTION_DAYS),
            copy_tags_to_snapshot=True,
            enabled_cloudwatch_logs_exports=["postgresql"],
            deletion_protection=args.site.context.protect,
            skip_final_snapshot=not final_snapshot,
            final_snapshot_identifier=self._physical_name(f"{args.site.name}-final") if final_snapshot else None,
            tags=args.site.context.tagged(f"{self._name}-cluster", args.data_class),
            opts=args.site.context.stateful(
                self,
                pulumi.ResourceOptions(
                    depends_on=[logs, *args.founder], ignore_changes=[*FOUNDING_PROPERTIES, *UPGRADED_PROPERTIES]
                ),
            ),
        )

    def _create_instance(self, cluster: aws.rds.Cluster, index: int) -> aws.rds.ClusterInstance:
        args = self._args
        return aws.rds.ClusterInstance(
            f"{self._name}-instance-{index}",
            identifier=self._physical_name(f"{args.site.name}-{index}"),
            region=args.site.name,
            cluster_identifier=cluster.id,
            engine=ENGINE,
            engine_version=args.database.engine_version,
            instance_class=args.database.instance_class,
            promotion_tier=index,
            publicly_accessible=False,
            auto_minor_version_upgrade=True,
            ca_cert_identifier=CERTIFICATE_AUTHORITY,
            monitoring_interval=MONITORING_SECONDS,
            monitoring_role_arn=args.monitoring_role_arn,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=args.site.key_arns[args.data_class],
            performance_insights_retention_period=INSIGHTS_DAYS,
            tags=args.site.context.tagged(f"{self._name}-instance-{index}", args.data_class),
            opts=args.site.context.stateful(self, pulumi.ResourceOptions(ignore_changes=list(UPGRADED_PROPERTIES))),
        )

    def _create_alarms(self, cluster: aws.rds.Cluster) -> None:
        args = self._args
        declare_alarms(
            self._name,
            cluster_alarms(
                cluster.cluster_identifier,
                instance_class=args.database.instance_class,
                rpo_minutes=args.rpo_minutes,
            ),
            site=args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )
