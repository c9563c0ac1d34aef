"""The OpenSearch domain in which one jurisdiction's logs are searched.

It stands in a VPC, with nothing let in until something else opens its security group, encrypts at rest, between nodes
and to clients, spans the zones of its subnets, and checks every request twice: IAM by the domain's policy and
OpenSearch by its own fine-grained access control (AWS Foundational Security Best Practices, Opensearch.1 to .11).
Its master is a role that a function alone assumes, to keep the domain's own rules; they let people in by another role,
which those named in the settings assume, or users with a second factor.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust_document
from components._shared.network import Network
from components._shared.paths import registered, resting
from components._shared.site import Site
from components.security.search_logs import SearchLogs, SearchLogsArgs
from components.security.search_people import people
from settings import DataClass, Search

ENGINE = "OpenSearch_2.19"
"""Engine version (Amazon OpenSearch Service Developer Guide, "Supported versions of OpenSearch")."""

TLS_POLICY = "Policy-Min-TLS-1-2-PFS-2023-10"
"""TLS 1.2 and 1.3 with forward secrecy only (OpenSearch Service API, `DomainEndpointOptions`)."""

MASTERS = 3
"""Dedicated master nodes: the least that keep a quorum without one (AWS FSBP Opensearch.11)."""

ADMIN_ACTIONS = ("es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPatch", "es:ESHttpPost", "es:ESHttpPut")
"""All that OpenSearch itself offers; nothing of the service's configuration."""


@dataclass(frozen=True, kw_only=True)
class SearchDomainArgs:
    """What the domain needs.

    Raises:
        ValueError: the number of subnets isn't one that a domain can span.
    """

    site: Site
    """Where the logs are held, under whose key for logs they rest."""
    network: Network
    """Of the region; it stands in its isolated subnets, two or three."""
    search: Search
    """Type, storage and masters of its nodes, of which the burstable types can't tune themselves; and who rules it."""
    name: str
    """The domain's name."""
    master_role_arn: pulumi.Input[str]
    """Role that OpenSearch's own access control answers to."""

    def __post_init__(self) -> None:
        zones = len(self.network.isolated_subnet_ids)
        if zones not in (2, 3):
            raise ValueError(f"a search domain spans two or three subnets, one a zone, not {zones}")


class SearchDomain(pulumi.ComponentResource):
    """A closed OpenSearch domain."""

    arn: pulumi.Output[str]
    name: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    """Host name inside the VPC."""
    security_group_id: pulumi.Output[str]
    """Group to open for those who may connect, to port 443."""
    admin_role_arn: pulumi.Output[str]
    """Role by which people rule the domain."""

    def __init__(self, name: str, args: SearchDomainArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SearchDomain", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        group = self._create_security_group(name, args)
        logs = self._create_logs(name, args)
        admin = self._create_admin_role(name, args)
        domain = self._create_domain(name, args, group, logs)
        self._create_policy(name, args, domain, admin)
        self.arn, self.name, self.endpoint = domain.arn, domain.domain_name, domain.endpoint
        self.security_group_id, self.admin_role_arn = group.id, admin.arn
        path = resting("logs", self.arn, *logs.group_arns.values(), why="A search that took in its own would log that.")
        self.register_outputs(
            {
                "arn": self.arn,
                "name": self.name,
                "endpoint": self.endpoint,
                "security_group_id": self.security_group_id,
                "admin_role_arn": self.admin_role_arn,
                "paths": registered(path),
            }
        )

    def _create_security_group(self, name: str, args: SearchDomainArgs) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            f"{name}-group",
            name=args.site.context.physical_name(f"siem-domain-{args.site.name}", max_length=255),
            description="SIEM search domain",
            region=args.site.name,
            vpc_id=args.network.vpc_id,
            tags=args.site.context.tagged(f"{name}-group"),
            opts=self._child,
        )

    def _create_logs(self, name: str, args: SearchDomainArgs) -> SearchLogs:
        logs = SearchLogsArgs(
            site=args.site,
            domain_name=args.name,
        )
        return SearchLogs(f"{name}-logs", logs, self._child)

    def _create_admin_role(self, name: str, args: SearchDomainArgs) -> aws.iam.Role:
        return aws.iam.Role(
            f"{name}-admin",
            name=args.site.context.physical_name(f"siem-admin-{args.site.name}", max_length=64),
            description="Rules the access control inside the SIEM's search domain",
            assume_role_policy=trust_document(*people(args.site, args.search.administrators)),
            tags=args.site.context.tagged(f"{name}-admin"),
            opts=self._child,
        )

    def _create_domain(
        self,
        name: str,
        args: SearchDomainArgs,
        group: aws.ec2.SecurityGroup,
        logs: SearchLogs,
    ) -> aws.opensearch.Domain:
        return aws.opensearch.Domain(
            f"{name}-domain",
            domain_name=args.name,
            region=args.site.name,
            engine_version=ENGINE,
            cluster_config=_nodes(args),
            ebs_options=aws.opensearch.DomainEbsOptionsArgs(
                ebs_enabled=True, volume_type="gp3", volume_size=args.search.volume_gib
            ),
            vpc_options=aws.opensearch.DomainVpcOptionsArgs(
                subnet_ids=list(args.network.isolated_subnet_ids), security_group_ids=[group.id]
            ),
            encrypt_at_rest=aws.opensearch.DomainEncryptAtRestArgs(
                enabled=True, kms_key_id=args.site.key_arns[DataClass.RESTRICTED]
            ),
            node_to_node_encryption=aws.opensearch.DomainNodeToNodeEncryptionArgs(enabled=True),
            domain_endpoint_options=aws.opensearch.DomainDomainEndpointOptionsArgs(
                enforce_https=True, tls_security_policy=TLS_POLICY
            ),
            advanced_security_options=aws.opensearch.DomainAdvancedSecurityOptionsArgs(
                enabled=True,
                internal_user_database_enabled=False,
                master_user_options=aws.opensearch.DomainAdvancedSecurityOptionsMasterUserOptionsArgs(
                    master_user_arn=args.master_role_arn
                ),
            ),
            log_publishing_options=[
                aws.opensearch.DomainLogPublishingOptionArgs(
                    log_type=log_type, cloudwatch_log_group_arn=arn, enabled=True
                )
                for log_type, arn in logs.group_arns.items()
            ],
            auto_tune_options=aws.opensearch.DomainAutoTuneOptionsArgs(
                desired_state="ENABLED", rollback_on_disable="NO_ROLLBACK", use_off_peak_window=True
            ),
            off_peak_window_options=aws.opensearch.DomainOffPeakWindowOptionsArgs(enabled=True),
            software_update_options=aws.opensearch.DomainSoftwareUpdateOptionsArgs(auto_software_update_enabled=True),
            tags=args.site.context.tagged(f"{name}-domain", DataClass.RESTRICTED),
            opts=args.site.context.stateful(self, pulumi.ResourceOptions(depends_on=[logs])),
        )

    def _create_policy(
        self, name: str, args: SearchDomainArgs, domain: aws.opensearch.Domain, admin: aws.iam.Role
    ) -> None:
        rule = Statement(
            actions=ADMIN_ACTIONS,
            principals={"AWS": [admin.arn]},
            resources=[pulumi.Output.concat(domain.arn, "/*")],
        )
        aws.opensearch.DomainPolicy(
            f"{name}-policy",
            region=args.site.name,
            domain_name=domain.domain_name,
            access_policies=document(rule),
            opts=self._child,
        )


def _nodes(args: SearchDomainArgs) -> aws.opensearch.DomainClusterConfigArgs:
    """Return one data node a zone, and masters of their own when asked."""
    zones = len(args.network.isolated_subnet_ids)
    return aws.opensearch.DomainClusterConfigArgs(
        instance_type=args.search.instance_type,
        instance_count=zones,
        zone_awareness_enabled=True,
        zone_awareness_config=aws.opensearch.DomainClusterConfigZoneAwarenessConfigArgs(availability_zone_count=zones),
        dedicated_master_enabled=args.search.dedicated_masters,
        dedicated_master_type=args.search.instance_type if args.search.dedicated_masters else None,
        dedicated_master_count=MASTERS if args.search.dedicated_masters else None,
    )
