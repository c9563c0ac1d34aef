"""A cluster's nodes: a managed node group over all zones, on Bottlerocket, with encrypted disks and IMDSv2 only.

Pods cannot reach the instance metadata service (hop limit 1): they get credentials by pod identity, never the node's
(Amazon EKS Best Practices Guide, "Identity and Access Management"). Nodes have only the two managed policies that EKS
requires (Amazon EKS User Guide, "Amazon EKS node IAM role").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.iam import trust
from components._shared.site import Site
from components.compute.instances import bottlerocket_image
from settings import Cluster as ClusterSettings
from settings import DataClass

NODE_POLICIES: Final = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
VOLUMES_GIB: Final = {"/dev/xvda": 4, "/dev/xvdb": 80}
"""Bottlerocket's volumes: the system's, of which it needs 2 GiB, and the one for images and pods' own files."""
METADATA_HOPS: Final = 1
UNAVAILABLE_PERCENT: Final = 33
"""One zone's share of the nodes at a time while they are renewed."""


@dataclass(frozen=True, kw_only=True)
class NodeGroupArgs:
    """What the nodes need."""

    site: Site
    """Region it stands in."""
    settings: ClusterSettings
    """How many nodes of which types."""
    cluster_name: pulumi.Input[str]
    """The cluster."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Private subnets, one in each zone."""
    security_group_id: pulumi.Input[str]
    """Security group of the nodes."""
    after: Sequence[pulumi.Resource]
    """What has to be there before nodes come up."""


class NodeGroup(pulumi.ComponentResource):
    """Nodes of one cluster, with their role."""

    role_arn: pulumi.Output[str]
    group: aws.eks.NodeGroup
    """The group itself, for what must wait until there are nodes."""

    def __init__(self, name: str, args: NodeGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:NodeGroup", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        role = self._create_role()
        attachments = [self._attach(policy, role) for policy in NODE_POLICIES]
        self.group = self._create_group(role, self._create_template(), attachments)
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn})

    def _physical_name(self, role: str, max_length: int) -> str:
        return self._args.site.context.physical_name(f"{role}-{self._args.site.name}", max_length)

    def _create_role(self) -> aws.iam.Role:
        return aws.iam.Role(
            f"{self._name}-role",
            name=self._physical_name("node", max_length=64),
            assume_role_policy=trust("ec2.amazonaws.com"),
            tags=self._args.site.context.tagged(f"{self._name}-role"),
            opts=self._child,
        )

    def _attach(self, policy: str, role: aws.iam.Role) -> aws.iam.RolePolicyAttachment:
        return aws.iam.RolePolicyAttachment(
            f"{self._name}-{policy}",
            role=role.name,
            policy_arn=f"arn:aws:iam::aws:policy/{policy}",
            opts=self._child,
        )

    def _create_template(self) -> aws.ec2.LaunchTemplate:
        args = self._args
        tags = args.site.context.tagged(self._name, DataClass.INTERNAL)
        return aws.ec2.LaunchTemplate(
            f"{self._name}-template",
            name=self._physical_name("nodes", max_length=128),
            region=args.site.name,
            update_default_version=True,
            ebs_optimized="true",
            vpc_security_group_ids=[args.security_group_id],
            metadata_options=aws.ec2.LaunchTemplateMetadataOptionsArgs(
                http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=METADATA_HOPS
            ),
            monitoring=aws.ec2.LaunchTemplateMonitoringArgs(enabled=True),
            block_device_mappings=[
                aws.ec2.LaunchTemplateBlockDeviceMappingArgs(
                    device_name=device,
                    ebs=aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
                        volume_type="gp3",
                        volume_size=size,
                        encrypted="true",
                        kms_key_id=args.site.key_arns[DataClass.CONFIDENTIAL],
                        delete_on_termination="true",
                    ),
                )
                for device, size in VOLUMES_GIB.items()
            ],
            tag_specifications=[
                aws.ec2.LaunchTemplateTagSpecificationArgs(resource_type=kind, tags=tags)
                for kind in ("instance", "volume", "network-interface")
            ],
            tags=args.site.context.tagged(f"{self._name}-template"),
            opts=self._child,
        )

    def _create_group(
        self, role: aws.iam.Role, template: aws.ec2.LaunchTemplate, attachments: Sequence[pulumi.Resource]
    ) -> aws.eks.NodeGroup:
        args, settings = self._args, self._args.settings
        return aws.eks.NodeGroup(
            f"{self._name}-group",
            node_group_name=self._physical_name("nodes", max_length=63),
            region=args.site.name,
            cluster_name=args.cluster_name,
            version=settings.version,
            node_role_arn=role.arn,
            subnet_ids=list(args.subnet_ids),
            ami_type=bottlerocket_image(settings.instance_types),
            instance_types=list(settings.instance_types),
            launch_template=aws.eks.NodeGroupLaunchTemplateArgs(
                id=template.id, version=template.latest_version.apply(str)
            ),
            scaling_config=aws.eks.NodeGroupScalingConfigArgs(
                desired_size=settings.min_nodes, min_size=settings.min_nodes, max_size=settings.max_nodes
            ),
            update_config=aws.eks.NodeGroupUpdateConfigArgs(max_unavailable_percentage=UNAVAILABLE_PERCENT),
            node_repair_config=aws.eks.NodeGroupNodeRepairConfigArgs(enabled=True),
            tags=args.site.context.tagged(f"{self._name}-group"),
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[*attachments, *args.after],
                ignore_changes=["scalingConfig.desiredSize"],  # autoscaling moves it
            ),
        )
