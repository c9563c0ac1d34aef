"""Takes personal data out of records: a function, and the key of KMS that its tokens come of.

The key is an HMAC key, which never leaves KMS and which the function alone may use: who could make MACs by it could
tell whose token is whose by trying. It isn't rotated, as KMS rotates none of its kind, and tokens would change (AWS KMS
Developer Guide, "HMAC keys in AWS KMS", "Rotate AWS KMS keys").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.iam import Statement, document
from components._shared.key_policy import DELETION_WINDOW_DAYS, administration
from components._shared.network import Network
from components._shared.site import Site

FOLDER: Final = "anonymizer"
SERVICES: Final[Sequence[str]] = ("kms",)
"""What it reaches in every region; Comprehend, which finds names, isn't in all of them."""
COMPREHEND_REGIONS: Final = frozenset(
    {
        *("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1"),
        *("eu-central-1", "eu-west-1", "eu-west-2", "us-east-1", "us-east-2", "us-west-2"),
    }
)
"""Where Amazon Comprehend is (AWS General Reference, "Amazon Comprehend endpoints and quotas"). Elsewhere no names are
found: the function says so to who asks it to look."""
SECONDS: Final = 120
"""What 10,000 records take with room to spare; of prose, which Comprehend is asked for, some hundred."""


@dataclass(frozen=True, kw_only=True)
class AnonymizerArgs:
    """Where it stands, and who manages its key."""

    site: Site
    network: Network
    """The region's, in which Comprehend gets an endpoint for it."""
    function_network: FunctionNetwork
    """From which it reaches KMS and Comprehend, and nothing else."""
    administrator_arns: Sequence[pulumi.Input[str]]
    """IAM roles that manage keys, and may not use this one."""


class Anonymizer(pulumi.ComponentResource):
    """The function and its key."""

    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: AnonymizerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Anonymizer", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        key = self._create_key()
        function = Function(
            name,
            FunctionArgs(
                site=args.site,
                function=FOLDER,
                description="Takes what is personal out of records",
                failure="Records aren't anonymized, and whoever needs them so waits. Its log says what was refused; "
                "the dead letters may hold what is personal.",
                timeout_seconds=SECONDS,
                network=args.function_network,
                environment={"TOKEN_KEY": key.arn},
                statements=[
                    Statement(sid="Tokens", actions=["kms:GenerateMac"], resources=[key.arn]),
                    Statement(
                        sid="Names",
                        actions=["comprehend:DetectPiiEntities"],
                        wildcard_reason="this action does not support resource-level permissions",
                        conditions={"StringEquals": {"aws:RequestedRegion": args.site.name}},
                    ),
                ],
            ),
            self._child,
        )
        if args.site.name in COMPREHEND_REGIONS:
            self._create_endpoint()
        self.log_group_name = function.log_group_name
        self.register_outputs({"name": function.name, "log_group_name": self.log_group_name})

    def _create_endpoint(self) -> None:
        """Let it reach Comprehend within the network, for this account's identities alone."""
        site, network, label = self._args.site, self._args.network, f"{self._name}-comprehend"
        aws.ec2.VpcEndpoint(
            label,
            region=site.name,
            vpc_id=network.vpc_id,
            service_name=f"com.amazonaws.{site.name}.comprehend",
            vpc_endpoint_type="Interface",
            subnet_ids=list(network.private_subnet_ids),
            security_group_ids=[network.endpoint_security_group_id],
            private_dns_enabled=True,
            policy=document(
                Statement(
                    actions=["comprehend:DetectPiiEntities"],
                    principals={"AWS": ["*"]},
                    conditions={"StringEquals": {"aws:PrincipalAccount": site.context.account_id}},
                )
            ),
            tags=site.context.tagged(label),
            opts=self._child,
        )

    def _create_key(self) -> aws.kms.Key:
        site, name = self._args.site, f"{self._name}-key"
        key = aws.kms.Key(
            name,
            region=site.name,
            description="Makes tokens of personal data",
            key_usage="GENERATE_VERIFY_MAC",
            customer_master_key_spec="HMAC_256",
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=self._policy(),
            tags=site.context.tagged(name),
            opts=site.context.stateful(self),
        )
        aws.kms.Alias(
            f"{name}-alias",
            region=site.name,
            name=f"alias/{site.context.physical_name(name, 240)}",
            target_key_id=key.key_id,
            opts=self._child,
        )
        return key

    def _policy(self) -> pulumi.Output[str]:
        context = self._args.site.context
        root = pulumi.Output.concat("arn:aws:iam::", context.account_id, ":root")
        account = {"AWS": [root]}
        role = pulumi.Output.concat(
            "arn:aws:iam::", context.account_id, f":role/{context.physical_name(self._name, max_length=64)}"
        )
        return document(
            *administration(context.account_id, self._args.administrator_arns),
            Statement(
                sid="FunctionMakesTokens",
                actions=["kms:GenerateMac"],
                principals=account,
                conditions={"ArnLike": {"aws:PrincipalArn": role}},
            ),
        )
