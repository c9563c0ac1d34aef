"""What holds in the account whatever else is deployed into it: closed by default, encrypted by default, watched.

Numbers and choices follow CIS AWS Foundations Benchmark v3.0 (1.8 and 1.9 passwords, 1.20 access analyzer, 2.1.4 block
public access, 2.2.1 volume encryption, 5.6 IMDSv2) and PCI DSS v4.0 8.3.9 (password age).
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.site import Site
from settings import DataClass

PASSWORD_LENGTH = 14
PASSWORDS_REMEMBERED = 24
PASSWORD_DAYS = 90
METADATA_HOPS = 1
"""Metadata answers stay on the instance itself; pods get their credentials from the pod identity agent."""


@dataclass(frozen=True, kw_only=True)
class AccountGuardrailsArgs:
    """The account."""

    context: Context
    """The deployment."""


class AccountGuardrails(pulumi.ComponentResource):
    """Rules that AWS keeps once for the account."""

    def __init__(self, name: str, args: AccountGuardrailsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:AccountGuardrails", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        aws.iam.AccountPasswordPolicy(
            f"{name}-passwords",
            minimum_password_length=PASSWORD_LENGTH,
            password_reuse_prevention=PASSWORDS_REMEMBERED,
            max_password_age=PASSWORD_DAYS,
            require_lowercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            require_uppercase_characters=True,
            allow_users_to_change_password=True,
            opts=child,
        )
        aws.s3.AccountPublicAccessBlock(
            f"{name}-public-access-block",
            account_id=args.context.account_id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        self.register_outputs({})


@dataclass(frozen=True, kw_only=True)
class RegionalGuardrailsArgs:
    """Where they hold."""

    site: Site
    """Region it stands in."""


class RegionalGuardrails(pulumi.ComponentResource):
    """Rules that AWS keeps for each region: volumes, snapshots, instance metadata, and who shares what with whom."""

    analyzer_arn: pulumi.Output[str]
    """ARN of the access analyzer."""

    def __init__(self, name: str, args: RegionalGuardrailsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RegionalGuardrails", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._close_volumes()
        self._harden_metadata()
        self.analyzer_arn = self._create_analyzer()
        self.register_outputs({"analyzer_arn": self.analyzer_arn})

    def _close_volumes(self) -> None:
        region = self._args.site.name
        aws.ebs.EncryptionByDefault(f"{self._name}-ebs-encryption", region=region, enabled=True, opts=self._child)
        aws.ebs.DefaultKmsKey(
            f"{self._name}-ebs-key",
            region=region,
            key_arn=self._args.site.key_arns[DataClass.CONFIDENTIAL],
            opts=self._child,
        )
        aws.ebs.SnapshotBlockPublicAccess(
            f"{self._name}-ebs-snapshots", region=region, state="block-all-sharing", opts=self._child
        )

    def _harden_metadata(self) -> None:
        aws.ec2.InstanceMetadataDefaults(
            f"{self._name}-instance-metadata",
            region=self._args.site.name,
            http_endpoint="enabled",
            http_tokens="required",
            http_put_response_hop_limit=METADATA_HOPS,
            opts=self._child,
        )

    def _create_analyzer(self) -> pulumi.Output[str]:
        analyzer = aws.accessanalyzer.Analyzer(
            f"{self._name}-access-analyzer",
            region=self._args.site.name,
            analyzer_name=self._args.site.context.physical_name("external-access", 255),
            type="ACCOUNT",
            tags=self._args.site.context.tagged(f"{self._name}-access-analyzer"),
            opts=self._child,
        )
        return analyzer.arn
