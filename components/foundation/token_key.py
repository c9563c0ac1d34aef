"""The keys that callers' tokens are signed by: keys of KMS with a replica in every region, so that each takes all.

ECDSA on P-256 with SHA-256 (FIPS 186-5; RFC 7518, section 3.4), so that no private key is in anybody's hands. Those who
issue tokens are named, and nobody else may sign: without a name nobody can. Who administers a key may not sign either
(NIST SP 800-53 Rev. 5 AC-5, separation of duties).

KMS doesn't rotate keys that sign (AWS KMS Developer Guide, "Rotating AWS KMS keys"), so there may be several
generations. The first signs, which is what the alias says; whoever verifies has the public halves of all. A generation
is added last, signs once it is first, and goes once no token of its lives any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document
from components._shared.key_policy import DELETION_WINDOW_DAYS, INSPECT_PAIR, administration
from components._shared.site import Site
from components.foundation.key_set import key_set


@dataclass(frozen=True, kw_only=True)
class TokenKeyArgs:
    """Whose keys they are."""

    sites: Mapping[str, Site]
    """Regions whose authorizers verify; the first has the primaries."""
    generations: Sequence[int] = (1,)
    """Numbers of the keys; the first one signs."""
    administrator_arns: Sequence[pulumi.Input[str]]
    """IAM roles that manage them."""
    issuer_arns: Sequence[pulumi.Input[str]]
    """IAM roles that issue tokens."""


class TokenKey(pulumi.ComponentResource):
    """Multi-Region keys that sign, with their replicas."""

    arns: Mapping[str, Sequence[pulumi.Output[str]]]
    """By region, in the order of generations."""
    key_set: pulumi.Output[str]
    """Their public halves as a JSON Web Key Set, the same in all regions; known once they are there."""

    def __init__(self, name: str, args: TokenKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:TokenKey", name, {}, opts)
        self._name, self._args = name, args
        home, *others = args.sites.values()
        primaries = [self._create_primary(home, generation) for generation in args.generations]
        arns = {home.name: [primary.arn for primary in primaries]}
        self._create_alias(home, primaries[0].key_id)
        for site in others:
            replicas = [
                self._create_replica(site, primary, generation)
                for primary, generation in zip(primaries, args.generations, strict=True)
            ]
            self._create_alias(site, replicas[0].key_id)
            arns[site.name] = [replica.arn for replica in replicas]
        self.arns = arns
        self.key_set = self._key_set(home, primaries)
        self.register_outputs({"arns": arns, "key_set": self.key_set})

    def _called(self, site: Site, generation: int) -> str:
        """Return what a key is called; the first generation by its region alone."""
        return f"{self._name}-{site.name}" if generation == 1 else f"{self._name}-{generation}-{site.name}"

    def _create_primary(self, home: Site, generation: int) -> aws.kms.Key:
        called = self._called(home, generation)
        return aws.kms.Key(
            called,
            region=home.name,
            description="Signs the tokens of the API's callers",
            key_usage="SIGN_VERIFY",
            customer_master_key_spec="ECC_NIST_P256",
            multi_region=True,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=self._policy(home),
            tags=home.context.tagged(called),
            opts=home.context.stateful(self),
        )

    def _create_replica(self, site: Site, primary: aws.kms.Key, generation: int) -> aws.kms.ReplicaKey:
        called = self._called(site, generation)
        return aws.kms.ReplicaKey(
            called,
            region=site.name,
            description="Signs the tokens of the API's callers",
            primary_key_arn=primary.arn,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=self._policy(site),
            tags=site.context.tagged(called),
            opts=site.context.stateful(self),
        )

    def _create_alias(self, site: Site, key_id: pulumi.Input[str]) -> None:
        aws.kms.Alias(
            f"{self._name}-{site.name}-alias",
            region=site.name,
            name=f"alias/{site.context.physical_name('tokens', 240)}",
            target_key_id=key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )

    @staticmethod
    def _key_set(home: Site, primaries: Sequence[aws.kms.Key]) -> pulumi.Output[str]:
        """Return what KMS says of the public keys, each under its key's id, which replicas share (AWS KMS Developer
        Guide, "Multi-Region keys in AWS KMS")."""
        told = [
            pulumi.Output.all(
                primary.key_id, aws.kms.get_public_key_output(key_id=primary.arn, region=home.name).public_key_pem
            )
            for primary in primaries
        ]
        return pulumi.Output.all(*told).apply(lambda pairs: key_set(dict(pairs)))

    def _policy(self, site: Site) -> pulumi.Output[str]:
        root = pulumi.Output.concat("arn:aws:iam::", site.context.account_id, ":root")
        issue = Statement(
            sid="IssuersSign",
            actions=["kms:Sign"],
            principals={"AWS": [root]},
            conditions={"ArnLike": {"aws:PrincipalArn": list(self._args.issuer_arns)}},
        )
        return document(
            *administration(site.context.account_id, self._args.administrator_arns, inspect=INSPECT_PAIR),
            *([issue] if self._args.issuer_arns else []),
        )
