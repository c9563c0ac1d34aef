"""The key that callers' tokens are signed by: a key of KMS with a replica in every region, so that each takes all.

ECDSA on P-256 with SHA-256 (FIPS 186-5; RFC 7518, section 3.4), so that no private key is in anybody's hands. Those who
issue tokens are named, and nobody else may sign: without a name nobody can. Who administers the key may not sign either
(NIST SP 800-53 Rev. 5 AC-5, separation of duties).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document
from components._shared.key_policy import ADMINISTER, DELETION_WINDOW_DAYS, INSPECT
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class TokenKeyArgs:
    """Whose key it is."""

    sites: Mapping[str, Site]
    """Regions whose authorizers verify; the first has the primary."""
    administrator_arns: Sequence[pulumi.Input[str]]
    """IAM roles that manage it."""
    issuer_arns: Sequence[pulumi.Input[str]]
    """IAM roles that issue tokens."""


class TokenKey(pulumi.ComponentResource):
    """A multi-Region key that signs, with its replicas."""

    arns: Mapping[str, pulumi.Output[str]]
    """By region."""

    def __init__(self, name: str, args: TokenKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:TokenKey", name, {}, opts)
        self._name, self._args = name, args
        home, *others = args.sites.values()
        primary = aws.kms.Key(
            f"{name}-{home.name}",
            region=home.name,
            description="Signs the tokens of the API's callers",
            key_usage="SIGN_VERIFY",
            customer_master_key_spec="ECC_NIST_P256",
            multi_region=True,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=self._policy(home),
            tags=home.context.tagged(f"{name}-{home.name}"),
            opts=home.context.stateful(self),
        )
        self._create_alias(home, primary.key_id)
        self.arns = {home.name: primary.arn, **{site.name: self._create_replica(site, primary) for site in others}}
        self.register_outputs({"arns": dict(self.arns)})

    def _create_replica(self, site: Site, primary: aws.kms.Key) -> pulumi.Output[str]:
        replica = aws.kms.ReplicaKey(
            f"{self._name}-{site.name}",
            region=site.name,
            description="Signs the tokens of the API's callers",
            primary_key_arn=primary.arn,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=self._policy(site),
            tags=site.context.tagged(f"{self._name}-{site.name}"),
            opts=site.context.stateful(self),
        )
        self._create_alias(site, replica.key_id)
        return replica.arn

    def _create_alias(self, site: Site, key_id: pulumi.Input[str]) -> None:
        aws.kms.Alias(
            f"{self._name}-{site.name}-alias",
            region=site.name,
            name=f"alias/{site.context.physical_name('tokens', 240)}",
            target_key_id=key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _policy(self, site: Site) -> pulumi.Output[str]:
        root = pulumi.Output.concat("arn:aws:iam::", site.context.account_id, ":root")
        account = {"AWS": [root]}
        issue = Statement(
            sid="IssuersSign",
            actions=["kms:Sign"],
            principals=account,
            conditions={"ArnLike": {"aws:PrincipalArn": list(self._args.issuer_arns)}},
        )
        return document(
            Statement(
                sid="AdministratorsManage",
                actions=ADMINISTER,
                principals=account,
                conditions={"ArnLike": {"aws:PrincipalArn": [root, *self._args.administrator_arns]}},
            ),
            Statement(sid="AccountInspects", actions=[*INSPECT, "kms:GetPublicKey"], principals=account),
            Statement(sid="AccountVerifies", actions=["kms:Verify"], principals=account),
            *([issue] if self._args.issuer_arns else []),
        )
