"""A second copy of a log archive, in another region of the same jurisdiction.

New objects are copied within fifteen minutes (S3 Replication Time Control's agreement) with their locks, and encrypted
again under the other region's key. Only deletions are not copied. Two archives may copy to each other: what came by
replication is not copied on.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.iam import Statement, document, trust
from components._shared.paths import Path, registered
from components._shared.site import ActiveSite
from settings import DataClass

REPLICATION_MINUTES = 15
"""The one threshold that S3 Replication Time Control takes (Amazon S3 API Reference, `ReplicationTimeValue`)."""

RULE_ID = "everything"


@dataclass(frozen=True, kw_only=True)
class ArchiveReplicationArgs:
    """What is copied where.

    Raises:
        ValueError: the copy would leave the jurisdiction.
    """

    source: ActiveSite
    """Whose archive is copied."""
    destination: ActiveSite
    """Whose archive takes the copies."""

    def __post_init__(self) -> None:
        here, there = self.source.region, self.destination.region
        if here.residency != there.residency:
            raise ValueError(
                f"the log archive of {here.name} ({here.residency}) may not be copied to {there.name} "
                f"({there.residency}); choose a region of the same residency"
            )


class ArchiveReplication(pulumi.ComponentResource):
    """Replication from one region's archive to another's."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: ArchiveReplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ArchiveReplication", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        role = self._create_role(name, args)
        self._create_permissions(name, args, role)
        self._create_rule(name, args, role)
        self._create_alarm(name, args)
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn, "paths": registered(_copy(args))})

    def _create_role(self, name: str, args: ArchiveReplicationArgs) -> aws.iam.Role:
        return aws.iam.Role(
            f"{name}-role",
            name=args.source.context.physical_name(f"log-replication-{args.source.region.name}", max_length=64),
            assume_role_policy=trust(
                "s3.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": args.source.context.account_id}}
            ),
            tags=args.source.context.tagged(f"{name}-role"),
            opts=self._child,
        )

    def _create_permissions(self, name: str, args: ArchiveReplicationArgs, role: aws.iam.Role) -> None:
        source, destination = args.source, args.destination
        policy = document(
            Statement(
                actions=["s3:GetReplicationConfiguration", "s3:ListBucket"], resources=[source.archive.bucket_arn]
            ),
            Statement(
                actions=[
                    "s3:GetObjectLegalHold",
                    "s3:GetObjectRetention",
                    "s3:GetObjectVersionForReplication",
                    "s3:GetObjectVersionTagging",
                ],
                resources=[pulumi.Output.concat(source.archive.bucket_arn, "/*")],
            ),
            Statement(
                actions=["s3:ReplicateObject", "s3:ReplicateTags"],
                resources=[pulumi.Output.concat(destination.archive.bucket_arn, "/*")],
            ),
            Statement(actions=["kms:Decrypt"], resources=[source.key_arns[DataClass.RESTRICTED]]),
            Statement(
                actions=["kms:Encrypt", "kms:GenerateDataKey"], resources=[destination.key_arns[DataClass.RESTRICTED]]
            ),
        )
        aws.iam.RolePolicy(f"{name}-permissions", name="replicate", role=role.name, policy=policy, opts=self._child)

    def _create_rule(self, name: str, args: ArchiveReplicationArgs, role: aws.iam.Role) -> None:
        destination = aws.s3.BucketReplicationConfigRuleDestinationArgs(
            bucket=args.destination.archive.bucket_arn,
            encryption_configuration=aws.s3.BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs(
                replica_kms_key_id=args.destination.key_arns[DataClass.RESTRICTED]
            ),
            metrics=aws.s3.BucketReplicationConfigRuleDestinationMetricsArgs(
                status="Enabled",
                event_threshold=aws.s3.BucketReplicationConfigRuleDestinationMetricsEventThresholdArgs(
                    minutes=REPLICATION_MINUTES
                ),
            ),
            replication_time=aws.s3.BucketReplicationConfigRuleDestinationReplicationTimeArgs(
                status="Enabled",
                time=aws.s3.BucketReplicationConfigRuleDestinationReplicationTimeTimeArgs(minutes=REPLICATION_MINUTES),
            ),
        )
        encrypted = aws.s3.BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs(
            status="Enabled"
        )
        aws.s3.BucketReplicationConfig(
            f"{name}-rule",
            region=args.source.name,
            bucket=args.source.archive.bucket_name,
            role=role.arn,
            rules=[
                aws.s3.BucketReplicationConfigRuleArgs(
                    id=RULE_ID,
                    status="Enabled",
                    priority=0,
                    filter=aws.s3.BucketReplicationConfigRuleFilterArgs(prefix=""),
                    delete_marker_replication=aws.s3.BucketReplicationConfigRuleDeleteMarkerReplicationArgs(
                        status="Disabled"
                    ),
                    source_selection_criteria=aws.s3.BucketReplicationConfigRuleSourceSelectionCriteriaArgs(
                        sse_kms_encrypted_objects=encrypted
                    ),
                    destination=destination,
                )
            ],
            opts=self._child,
        )

    def _create_alarm(self, name: str, args: ArchiveReplicationArgs) -> None:
        declare_alarm(
            f"{name}-late",
            Alarm(
                namespace="AWS/S3",
                metric="ReplicationLatency",
                dimensions={
                    "SourceBucket": args.source.archive.bucket_name,
                    "DestinationBucket": args.destination.archive.bucket_name,
                    "RuleId": RULE_ID,
                },
                threshold=REPLICATION_MINUTES * 60,
                description="Logs reach their second copy late; look for objects whose replication failed.",
            ),
            site=args.source,
            opts=self._child,
        )


def _copy(args: ArchiveReplicationArgs) -> Path:
    return Path(
        name="archive",
        source=args.source.archive.bucket_arn,
        destination=args.destination.archive.bucket_arn,
        protocol="copies",
        why="The only copy of a log isn't lost with its region.",
    )
