"""Who founds the shards, keeps their schema and moves slots between them: a function that a schedule calls.

It stands in the first region, where the shard map has its one writer, among the stores: proxies don't carry
replication, so it connects to the clusters themselves, in every region. The master user's password is asked for to make
users, once for each shard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarms, uncalled
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork, Invoker
from components._shared.iam import Statement
from components._shared.network import Network
from components._shared.paths import HTTPS_PORT, Path, registered, to_services
from components._shared.shards import PORT
from components._shared.site import Site

FOLDER: Final = "rebalancer"
USER: Final = "rebalancer"
"""Database user that it connects as; a member of `rds_iam`, made by itself as the master user."""
AUTHORITIES: Final = f"functions/{FOLDER}/authorities.pem"
"""In its archive: what clusters are known by."""
EVENT: Final = '{"do": "tend"}'
SCHEDULE: Final = "rate(1 minute)"
SECONDS: Final = 300
"""A step of a move takes half a minute at most, and none is begun in the last half."""
MOVING_MINUTES: Final = 60
"""A move of 256 slots copies 1/64 of a shard at most; one that takes an hour stands still."""
NAMESPACE: Final = "groot/shards"
"""Of its metrics (functions/rebalancer/watch.py)."""
SERVICES: Final[Sequence[str]] = ("dynamodb", "kms", "secretsmanager")


@dataclass(frozen=True, kw_only=True)
class RebalancerArgs:
    """Which shards, and where they stand."""

    site: Site
    """Region it stands in: the first."""
    network: Network
    peer_cidrs: Sequence[str]
    """Blocks that the clusters of other regions stand in."""
    map_name: pulumi.Input[str]
    map_arn: pulumi.Input[str]
    database: str
    labels: Sequence[str]
    """All shards."""
    connect_arns: Sequence[pulumi.Input[str]]
    """Resources of `rds-db:connect`: its user in every cluster."""
    secret_arns: Sequence[pulumi.Input[str]]
    """Passwords of the master users."""
    secrets_key_arn: pulumi.Input[str]
    """Key that these are encrypted under."""
    cluster_group_ids: Mapping[str, pulumi.Input[str]]
    """Security group of the clusters, by region."""
    endpoints: Sequence[pulumi.Input[str]]
    """Hosts of all clusters."""


class Rebalancer(pulumi.ComponentResource):
    """The function, its schedule, its ways to the clusters, and an alarm for each shard."""

    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: RebalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Rebalancer", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._stack = args.site.context.physical_name("shards", max_length=255)
        group_id = self._create_group()
        rule = self._create_rule()
        function = self._create_function(group_id, rule)
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            region=args.site.name,
            rule=rule.name,
            target_id=FOLDER,
            arn=function.arn,
            input=EVENT,
            opts=self._child,
        )
        self._create_alarms(rule)
        self.log_group_name = function.log_group_name
        self.register_outputs(
            {
                "name": function.name,
                "log_group_name": self.log_group_name,
                "paths": registered(
                    to_services(args.site.name, group_id, SERVICES, why="It founds shards and keeps how far it is."),
                    Path(
                        name="clusters",
                        source=group_id,
                        destination=args.endpoints,
                        port=PORT,
                        why="Shards are founded, migrated and moved wherever their writers stand.",
                    ),
                ),
            }
        )

    def _create_group(self) -> pulumi.Output[str]:
        args, name, site = self._args, self._name, self._args.site
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            name=site.context.physical_name(name, max_length=255),
            region=site.name,
            description="The rebalancer of the shards",
            vpc_id=args.network.vpc_id,
            tags=site.context.tagged(f"{name}-group"),
            opts=self._child,
        )
        own = args.cluster_group_ids[site.name]
        self._let_out(group.id, "endpoints", HTTPS_PORT, group=args.network.endpoint_security_group_id)
        self._let_out(group.id, "tables", HTTPS_PORT, prefix_list=args.network.tables_prefix_list_id)
        self._let_out(group.id, "clusters", PORT, group=own)
        for cidr in args.peer_cidrs:
            self._let_out(group.id, f"peer-{cidr.replace('/', '-')}", PORT, cidr=cidr)
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-into-clusters",
            region=site.name,
            security_group_id=own,
            referenced_security_group_id=group.id,
            description="The rebalancer",
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            tags=site.context.tagged(f"{name}-into-clusters"),
            opts=self._child,
        )
        return group.id

    def _let_out(
        self,
        source: pulumi.Input[str],
        role: str,
        port: int,
        *,
        group: pulumi.Input[str] | None = None,
        prefix_list: pulumi.Input[str] | None = None,
        cidr: str | None = None,
    ) -> None:
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-to-{role}",
            region=self._args.site.name,
            security_group_id=source,
            referenced_security_group_id=group,
            prefix_list_id=prefix_list,
            cidr_ipv4=cidr,
            description=f"The rebalancer to {role}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags=self._args.site.context.tagged(f"{self._name}-to-{role}"),
            opts=self._child,
        )

    def _create_rule(self) -> aws.cloudwatch.EventRule:
        site = self._args.site
        return aws.cloudwatch.EventRule(
            f"{self._name}-schedule",
            name=site.context.physical_name(f"{self._name}-schedule", max_length=64),
            region=site.name,
            description="Has the shards tended",
            schedule_expression=SCHEDULE,
            state="ENABLED",
            tags=site.context.tagged(f"{self._name}-schedule"),
            opts=self._child,
        )

    def _create_function(self, group_id: pulumi.Output[str], rule: aws.cloudwatch.EventRule) -> Function:
        args = self._args
        return Function(
            self._name,
            FunctionArgs(
                site=args.site,
                function=FOLDER,
                description="Founds shards, keeps their schema, moves slots between them",
                failure="Shards aren't founded, migrated or moved; those that are there still answer. See its log.",
                timeout_seconds=SECONDS,
                network=FunctionNetwork(subnet_ids=args.network.isolated_subnet_ids, group_id=group_id),
                environment={
                    "DATABASE_NAME": args.database,
                    "DATABASE_ROOTS": AUTHORITIES,
                    "DATABASE_USER": USER,
                    "SHARD_MAP": args.map_name,
                    "STACK": self._stack,
                },
                statements=[
                    Statement(
                        sid="ShardMap",
                        actions=[f"dynamodb:{action}" for action in ("GetItem", "PutItem", "Query", "Scan")],
                        resources=[args.map_arn],
                    ),
                    Statement(sid="Shards", actions=["rds-db:connect"], resources=args.connect_arns),
                    Statement(sid="Masters", actions=["secretsmanager:GetSecretValue"], resources=args.secret_arns),
                    Statement(sid="MastersKey", actions=["kms:Decrypt"], resources=[args.secrets_key_arn]),
                ],
                invokers={"schedule": Invoker(service="events.amazonaws.com", source_arn=rule.arn)},
            ),
            self._child,
        )

    def _create_alarms(self, rule: aws.cloudwatch.EventRule) -> None:
        site = self._args.site
        unserved = {
            f"{label}-unserved": Alarm(
                namespace=NAMESPACE,
                metric="UnservedSlots",
                dimensions={"Stack": self._stack, "Shard": label},
                threshold=1,
                description=f"Nobody serves some keys of {label}: it doesn't answer, or a move of its slots stands "
                "still between two shards. See the rebalancer's log.",
            )
            for label in self._args.labels
        }
        declare_alarms(self._name, unserved, site=site, opts=self._child)
        declare_alarms(
            self._name,
            {
                "moving": Alarm(
                    namespace=NAMESPACE,
                    metric="MovingSlots",
                    dimensions={"Stack": self._stack},
                    threshold=1,
                    evaluation_periods=MOVING_MINUTES,
                    description="A move of slots has gone on for an hour: see the rebalancer's log, and cancel it.",
                ),
                "untended": uncalled(
                    rule.name, "The schedule could not call the rebalancer: is the function there, and may it?"
                ),
            },
            site=site,
            opts=self._child,
        )
