"""The key that manifests are signed by: the pipeline's publisher signs, the feeder verifies, nobody can do both.

ECDSA on P-256 with SHA-256 (FIPS 186-5), by AWS KMS, so that no private key is in anybody's hands. Who administers the
key may not sign (NIST SP 800-53 Rev. 5 AC-5, separation of duties).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document
from components._shared.key_policy import DELETION_WINDOW_DAYS, INSPECT_PAIR, administration
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class SigningKeyArgs:
    """Whose key it is."""

    site: Site
    """Region it stands in."""
    administrator_arns: Sequence[pulumi.Input[str]]
    """IAM roles that manage it."""
    publisher_role_arn: pulumi.Input[str]
    """Role that signs."""


class SigningKey(pulumi.ComponentResource):
    """A KMS key that signs."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: SigningKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SigningKey", name, {}, opts)
        context = args.site.context
        key = aws.kms.Key(
            f"{name}-key",
            region=args.site.name,
            description=f"Signs the manifests of {args.site.name}'s cluster",
            key_usage="SIGN_VERIFY",
            customer_master_key_spec="ECC_NIST_P256",
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=self._policy(args),
            tags=context.tagged(f"{name}-key"),
            opts=context.stateful(self),
        )
        aws.kms.Alias(
            f"{name}-alias",
            region=args.site.name,
            name=f"alias/{context.physical_name('manifests', 240)}",
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = key.arn
        self.register_outputs({"arn": self.arn})

    @staticmethod
    def _policy(args: SigningKeyArgs) -> pulumi.Output[str]:
        root = pulumi.Output.concat("arn:aws:iam::", args.site.context.account_id, ":root")
        account = {"AWS": [root]}
        return document(
            *administration(args.site.context.account_id, args.administrator_arns, inspect=INSPECT_PAIR),
            Statement(sid="AccountVerifies", actions=["kms:Verify"], principals=account),
            Statement(
                sid="PublisherSigns",
                actions=["kms:Sign"],
                principals=account,
                conditions={"ArnEquals": {"aws:PrincipalArn": args.publisher_role_arn}},
            ),
        )
