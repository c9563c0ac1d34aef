"""The master user's password of one shard: made once, kept for emergencies.

Applications authenticate with IAM and never see it. RDS would manage such a password itself, but not for members of a
global database (Amazon Aurora User Guide, "Password management with Amazon Aurora and AWS Secrets Manager",
limitations), so it is drawn from Secrets Manager, stored there under the customer's key, and copied to the other
regions so that it survives the loss of one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.site import Site
from settings import DataClass

MASTER_USER = "platform_master"
PASSWORD_LENGTH = 40
"""Forty letters and digits carry 238 bits; Aurora PostgreSQL takes up to 99 characters."""
RECOVERY_DAYS = 30
"""The longest wait that Secrets Manager offers between deleting a secret and losing it; none where nothing is
protected, since the name stays taken for that long."""


@dataclass(frozen=True, kw_only=True)
class ShardCredentialsArgs:
    """Whose password, and where it is kept."""

    sites: Mapping[str, Site]
    """By region name; the secret is made in the first and copied to the others."""
    label: str
    """The shard, such as `shard-007`."""
    data_class: DataClass
    """Class of the data that the password opens."""


class ShardCredentials(pulumi.ComponentResource):
    """One shard's master password in Secrets Manager."""

    secret_arn: pulumi.Output[str]
    password: pulumi.Output[str]
    """Secret."""

    def __init__(self, name: str, args: ShardCredentialsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ShardCredentials", name, {}, opts)
        secret = self._create_secret(name, args)
        self.secret_arn = secret.arn
        self.password = self._create_version(name, args, secret)
        self.register_outputs({"secret_arn": self.secret_arn, "password": self.password})

    def _create_secret(self, name: str, args: ShardCredentialsArgs) -> aws.secretsmanager.Secret:
        home, *others = args.sites.values()
        return aws.secretsmanager.Secret(
            f"{name}-secret",
            name=home.context.physical_name(f"{args.label}-master", max_length=512),
            region=home.name,
            description=f"Master user of {args.label}; for emergencies only",
            kms_key_id=home.key_arns[args.data_class],
            recovery_window_in_days=RECOVERY_DAYS if home.context.protect else 0,
            replicas=[
                aws.secretsmanager.SecretReplicaArgs(region=site.name, kms_key_id=site.key_arns[args.data_class])
                for site in others
            ],
            tags=home.context.tagged(f"{name}-secret", args.data_class),
            opts=home.context.stateful(self),
        )

    def _create_version(
        self, name: str, args: ShardCredentialsArgs, secret: aws.secretsmanager.Secret
    ) -> pulumi.Output[str]:
        """Each run draws a password; only the first one's is stored, the rest are ignored."""
        region = next(iter(args.sites))
        drawn = aws.secretsmanager.get_random_password_output(
            password_length=PASSWORD_LENGTH,
            exclude_punctuation=True,
            region=region,
            opts=pulumi.InvokeOutputOptions(parent=self),
        )
        version = aws.secretsmanager.SecretVersion(
            f"{name}-version",
            region=region,
            secret_id=secret.id,
            secret_string=pulumi.Output.secret(drawn.random_password).apply(
                lambda password: json.dumps({"username": MASTER_USER, "password": password})
            ),
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["secretString"]),
        )
        return pulumi.Output.secret(version.secret_string).apply(lambda text: json.loads(text or "{}").get("password"))
