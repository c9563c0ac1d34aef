"""The key of the stack's own issuer, for one region's cluster: kept in Secrets Manager, handed over by the feeder.

Only where there is no AWS Private CA, whose keys no cluster ever holds. The chain ends in the root, so that everything
that is issued from it names the platform's root as its authority.
"""

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.site import Site
from settings import DataClass

RECOVERY_DAYS: Final = 30
"""The longest that Secrets Manager keeps a deleted secret."""


@dataclass(frozen=True, kw_only=True)
class InternalIssuer:
    """An issuer whose key the stack holds itself."""

    generation: int = 1
    """Number of its root."""
    chain_pem: pulumi.Input[str]
    """Its certificate, and that of the root that signed it."""
    key_pem: pulumi.Input[str]
    """Secret."""


@dataclass(frozen=True, kw_only=True)
class IssuerSecretArgs:
    """What is kept where."""

    site: Site
    """Region it stands in."""
    issuer: InternalIssuer
    """Whose key it is."""


class IssuerSecret(pulumi.ComponentResource):
    """A secret with the members of a `kubernetes.io/tls` secret, as JSON."""

    arn: pulumi.Output[str]
    """The secret; known once it has its value."""

    def __init__(self, name: str, args: IssuerSecretArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:IssuerSecret", name, {}, opts)
        context = args.site.context
        secret = aws.secretsmanager.Secret(
            f"{name}-secret",
            name=context.physical_name("internal-issuer", max_length=512),
            region=args.site.name,
            description="Issuer of the cluster's certificates",
            kms_key_id=args.site.key_arns[DataClass.CONFIDENTIAL],
            recovery_window_in_days=RECOVERY_DAYS if context.protect else 0,
            tags=context.tagged(f"{name}-secret", DataClass.CONFIDENTIAL),
            opts=context.stateful(self),
        )
        version = aws.secretsmanager.SecretVersion(
            f"{name}-version",
            region=args.site.name,
            secret_id=secret.id,
            secret_string=self._value(args.issuer),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = version.secret_arn
        self.register_outputs({"arn": self.arn})

    @staticmethod
    def _value(issuer: InternalIssuer) -> pulumi.Output[str]:
        members = {"tls.crt": issuer.chain_pem, "tls.key": issuer.key_pem}
        return pulumi.Output.secret(pulumi.Output.json_dumps(members))
