"""The platform's encryption keys: a multi-region key for each data class in every region.

A primary stands in the home region and a replica with the same key material in each other one, so that data copied
between regions is readable where it lands and the loss of a region loses no key. KMS rotates the primary's material
and the replicas follow (AWS KMS Developer Guide, "Multi-Region keys in AWS KMS", "Rotating AWS KMS keys"). A class that
is held to its residency has a primary of its own in the first region of each residency: key material leaves it no more
than the data does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.buckets import revocation_bucket_name
from components._shared.context import Context
from components._shared.key_policy import DELETION_WINDOW_DAYS, key_policy
from components._shared.paths import Path, registered
from settings import DataClass, Region

ROTATION_DAYS = 365
"""A year between rotations: KMS's default, and the longest that CIS AWS Foundations 3.6 accepts."""
ALIAS_MAX_LENGTH = 250
"""KMS allows 256 characters with the `alias/` in front."""


@dataclass(frozen=True, kw_only=True)
class KeysArgs:
    """Where keys are needed and who administers them."""

    context: Context
    """The deployment."""
    regions: Sequence[Region]
    """Every active region; the first holds the primaries."""
    held_classes: Collection[DataClass]
    """Classes whose keys don't leave a residency."""
    administrators: Sequence[pulumi.Input[str]]
    """ARN patterns of the IAM roles that manage keys (the deployment's own role among them), and never use them."""
    private_authority: bool
    """Whether AWS Private CA publishes revocation lists under the keys of internal data."""


class Keys(pulumi.ComponentResource):
    """A multi-region key per data class, with a replica, a policy and an alias in every region."""

    arns: Mapping[str, Mapping[DataClass, pulumi.Output[str]]]
    """Key ARN by region name and data class."""

    def __init__(self, name: str, args: KeysArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Keys", name, {}, opts)
        self._name, self._args = name, args
        arns: dict[str, dict[DataClass, pulumi.Output[str]]] = {region.name: {} for region in args.regions}
        paths: list[Path] = []
        for data_class in DataClass:
            for home, *others in self._reaches(data_class):
                primary = self._create_primary(data_class, home)
                arns[home.name][data_class] = primary.arn
                for region in others:
                    arns[region.name][data_class] = self._create_replica(data_class, region, primary)
                if others:
                    replicas = [arns[region.name][data_class] for region in others]
                    paths.append(_copies(f"{data_class.value}-{home.name}", primary.arn, replicas))
        self.arns = arns
        self.register_outputs({"arns": self.arns, "paths": registered(*paths)})

    def arn(self, region_name: str, data_class: DataClass) -> pulumi.Output[str]:
        """Return the ARN of the key for *data_class* in *region_name*. Raises `KeyError` for an inactive region."""
        return self.arns[region_name][data_class]

    def _reaches(self, data_class: DataClass) -> Sequence[Sequence[Region]]:
        """Return the groups of regions that share one key of *data_class*."""
        regions = self._args.regions
        if data_class not in self._args.held_classes:
            return [regions]
        residencies = dict.fromkeys(region.residency for region in regions)
        return [[region for region in regions if region.residency == residency] for residency in residencies]

    def _policy(self, data_class: DataClass, region: Region) -> pulumi.Output[str]:
        bucket_name = revocation_bucket_name(self._args.context, region.name)
        publishes = self._args.private_authority and data_class is DataClass.INTERNAL
        return key_policy(
            account_id=self._args.context.account_id,
            region=region.name,
            administrators=self._args.administrators,
            encrypts_clusters=data_class is DataClass.CONFIDENTIAL,
            revocation_bucket_arn=pulumi.Output.concat("arn:aws:s3:::", bucket_name) if publishes else None,
        )

    def _create_primary(self, data_class: DataClass, region: Region) -> aws.kms.Key:
        label = f"{self._name}-{data_class.value}-{region.name}"
        key = aws.kms.Key(
            label,
            region=region.name,
            description=f"{self._args.context.prefix}: {data_class.value} data",
            multi_region=True,
            enable_key_rotation=True,
            rotation_period_in_days=ROTATION_DAYS,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=self._policy(data_class, region),
            tags=self._args.context.tagged(label, data_class),
            opts=self._args.context.stateful(self),
        )
        self._create_alias(data_class, region, key.key_id)
        return key

    def _create_replica(self, data_class: DataClass, region: Region, primary: aws.kms.Key) -> pulumi.Output[str]:
        label = f"{self._name}-{data_class.value}-{region.name}"
        replica = aws.kms.ReplicaKey(
            label,
            region=region.name,
            primary_key_arn=primary.arn,
            description=f"{self._args.context.prefix}: {data_class.value} data",
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=self._policy(data_class, region),
            tags=self._args.context.tagged(label, data_class),
            opts=self._args.context.stateful(self),
        )
        self._create_alias(data_class, region, replica.key_id)
        return replica.arn

    def _create_alias(self, data_class: DataClass, region: Region, key_id: pulumi.Output[str]) -> None:
        aws.kms.Alias(
            f"{self._name}-{data_class.value}-{region.name}-alias",
            region=region.name,
            name=f"alias/{self._args.context.physical_name(data_class.value, ALIAS_MAX_LENGTH)}",
            target_key_id=key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )


def _copies(name: str, primary_arn: pulumi.Input[str], replica_arns: Sequence[pulumi.Input[str]]) -> Path:
    return Path(
        name=name,
        source=primary_arn,
        destination=replica_arns,
        protocol="copies",
        why="What is copied to another region can be read there, whatever becomes of this one.",
    )
