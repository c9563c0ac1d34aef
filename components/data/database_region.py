"""What all shards of one region share: subnets, parameters and the way in.

Clients reach the databases through the proxies only: their security group admits the region's clients and, because a
shard's writer may stand in another region, the blocks that the other regions' clients stand in (security groups can't
be referenced across regions: Amazon VPC Transit Gateways Guide, "Security group referencing"). The databases admit the
proxies, the rebalancer, and one another, of every region: slots move by replication from one shard to another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.network import Network
from components._shared.shards import PORT
from components._shared.site import Site
from settings import DataClass

PARAMETERS: Mapping[str, str] = {
    "rds.force_ssl": "1",
    "ssl_min_protocol_version": "TLSv1.2",
    "log_connections": "1",
    "log_disconnections": "1",
    "log_statement": "ddl",
    "rds.iam_auth_for_replication": "1",
}
"""TLS only, IAM for replication too; who came and what changed the schema is logged. Other statements are not, for they
hold records: slow ones show in Performance Insights, without their values (CIS PostgreSQL 16 Benchmark, section 3;
Amazon Aurora User Guide, "Amazon Aurora PostgreSQL parameters", "Configuring IAM authentication for logical replication
connections")."""
AT_RESTART: Mapping[str, str] = {"rds.logical_replication": "1"}
"""By which slots move between shards; it is static, so a cluster that is up has it from its next restart on (Amazon
Aurora User Guide, "Setting up logical replication for your Aurora PostgreSQL DB cluster")."""


@dataclass(frozen=True, kw_only=True)
class DatabaseRegionArgs:
    """Where, for which engine, and who may come in."""

    site: Site
    """The region."""
    network: Network
    """Its network."""
    client_group_id: pulumi.Input[str]
    """Security group of its workloads, that of the Kubernetes cluster's nodes."""
    peer_client_cidrs: Sequence[str]
    """Blocks that the workloads of other regions stand in."""
    peer_store_cidrs: Sequence[str]
    """Blocks that the databases of other regions stand in, and the rebalancer."""
    engine_version: str
    """Aurora PostgreSQL version, whose major part names the parameter family."""
    data_class: DataClass
    """Class of the data in the shards."""


class DatabaseRegion(pulumi.ComponentResource):
    """A region's subnet group, parameter group and security groups."""

    subnet_group_name: pulumi.Output[str]
    parameter_group_name: pulumi.Output[str]
    database_security_group_id: pulumi.Output[str]
    proxy_security_group_id: pulumi.Output[str]

    def __init__(self, name: str, args: DatabaseRegionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:DatabaseRegion", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self.subnet_group_name = self._create_subnet_group()
        self.parameter_group_name = self._create_parameter_group()
        self.database_security_group_id = self._create_security_group("database", "Databases: from the proxies only")
        self.proxy_security_group_id = self._create_security_group("proxy", "Database proxies: from the workloads")
        self._create_rules()
        self.register_outputs(
            {
                "subnet_group_name": self.subnet_group_name,
                "parameter_group_name": self.parameter_group_name,
                "database_security_group_id": self.database_security_group_id,
                "proxy_security_group_id": self.proxy_security_group_id,
            }
        )

    def _physical_name(self, role: str) -> str:
        return self._args.site.context.physical_name(f"{role}-{self._args.site.name}", max_length=255)

    def _create_subnet_group(self) -> pulumi.Output[str]:
        group = aws.rds.SubnetGroup(
            f"{self._name}-subnets",
            name=self._physical_name("database"),
            region=self._args.site.name,
            description="Isolated subnets of the shards",
            subnet_ids=list(self._args.network.isolated_subnet_ids),
            tags=self._args.site.context.tagged(f"{self._name}-subnets"),
            opts=self._child,
        )
        return group.name

    def _create_parameter_group(self) -> pulumi.Output[str]:
        major = self._args.engine_version.split(".")[0]
        group = aws.rds.ClusterParameterGroup(
            f"{self._name}-parameters",
            name=self._physical_name(f"database-postgresql{major}"),
            region=self._args.site.name,
            family=f"aurora-postgresql{major}",
            description="TLS only, connections and schema changes logged",
            parameters=[
                aws.rds.ClusterParameterGroupParameterArgs(name=parameter, value=value, apply_method=method)
                for method, parameters in ((None, PARAMETERS), ("pending-reboot", AT_RESTART))
                for parameter, value in parameters.items()
            ],
            tags=self._args.site.context.tagged(f"{self._name}-parameters"),
            opts=self._child,
        )
        return group.name

    def _create_security_group(self, role: str, description: str) -> pulumi.Output[str]:
        group = aws.ec2.SecurityGroup(
            f"{self._name}-{role}-group",
            name=self._physical_name(f"database-{role}"),
            region=self._args.site.name,
            vpc_id=self._args.network.vpc_id,
            description=description,
            tags=self._args.site.context.tagged(f"{self._name}-{role}-group", self._args.data_class),
            opts=self._child,
        )
        return group.id

    def _create_rules(self) -> None:
        clients = self._args.client_group_id
        self._allow_in("clients", "Workloads of this region", self.proxy_security_group_id, group=clients)
        for cidr in self._args.peer_client_cidrs:
            label = f"peer-{cidr.replace('/', '-')}"
            self._allow_in(label, "Workloads of another region", self.proxy_security_group_id, cidr=cidr)
        self._allow_in("proxies", "Proxies", self.database_security_group_id, group=self.proxy_security_group_id)
        databases = self.database_security_group_id
        self._allow_in("databases", "Databases, while slots move", databases, group=databases)
        self._allow_out("proxy-to-database", "Databases", self.proxy_security_group_id, group=databases)
        self._allow_out("to-databases", "Databases, while slots move", databases, group=databases)
        for cidr in self._args.peer_store_cidrs:
            label = f"peer-databases-{cidr.replace('/', '-')}"
            self._allow_in(label, "Databases of another region, rebalancer", databases, cidr=cidr)
            self._allow_out(f"to-{label}", "Databases of another region", databases, cidr=cidr)

    def _allow_out(
        self,
        label: str,
        description: str,
        source: pulumi.Input[str],
        *,
        group: pulumi.Input[str] | None = None,
        cidr: str | None = None,
    ) -> None:
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-{label}",
            region=self._args.site.name,
            security_group_id=source,
            referenced_security_group_id=group,
            cidr_ipv4=cidr,
            description=description,
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            tags=self._args.site.context.tagged(f"{self._name}-{label}"),
            opts=self._child,
        )

    def _allow_in(
        self,
        label: str,
        description: str,
        target: pulumi.Input[str],
        *,
        group: pulumi.Input[str] | None = None,
        cidr: str | None = None,
    ) -> None:
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-from-{label}",
            region=self._args.site.name,
            security_group_id=target,
            referenced_security_group_id=group,
            cidr_ipv4=cidr,
            description=description,
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            tags=self._args.site.context.tagged(f"{self._name}-from-{label}"),
            opts=self._child,
        )
