"""AWS Config: every resource's configuration recorded in every region, judged, and kept in the log archive.

The home region records the global resources (IAM), so that they are kept once (AWS Config Developer Guide, "Recording
AWS Resources", "Permissions for the IAM role assigned to AWS Config").
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust
from components._shared.paths import archived, registered
from components._shared.site import ActiveSite
from settings import DataClass

RULES: Mapping[str, str] = {
    "cmk-rotation": "CMK_BACKING_KEY_ROTATION_ENABLED",
    "default-security-group-closed": "VPC_DEFAULT_SECURITY_GROUP_CLOSED",
    "ebs-encrypted": "EC2_EBS_ENCRYPTION_BY_DEFAULT",
    "eks-endpoint-private": "EKS_ENDPOINT_NO_PUBLIC_ACCESS",
    "imdsv2": "EC2_IMDSV2_CHECK",
    "rds-encrypted": "RDS_STORAGE_ENCRYPTED",
    "s3-closed": "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
    "s3-tls-only": "S3_BUCKET_SSL_REQUESTS_ONLY",
    "ssh-closed": "INCOMING_SSH_DISABLED",
    "vpc-flow-logs": "VPC_FLOW_LOGS_ENABLED",
}
"""Managed rules by our name for them: what must stay true between deployments (AWS Config Developer Guide, "List of
AWS Config Managed Rules")."""
SNAPSHOT_FREQUENCY = "TwentyFour_Hours"


@dataclass(frozen=True, kw_only=True)
class ConfigRecorderArgs:
    """What is recorded and where it goes."""

    site: ActiveSite
    """Region it stands in."""
    records_global_resources: bool
    """Whether this is the region that records IAM."""


class ConfigRecorder(pulumi.ComponentResource):
    """A running recorder that delivers to the archive, and the managed rules that judge what it records."""

    recorder_name: pulumi.Output[str]
    """Name of the recorder, known once it records."""

    def __init__(self, name: str, args: ConfigRecorderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ConfigRecorder", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        recorder = self._create_recorder(self._create_role())
        status = self._start(recorder, self._create_channel(recorder))
        self._create_rules(status)
        self.recorder_name = status.name
        paths = registered(archived("configurations", recorder.name, args.site.archive.deliveries_bucket_name))
        self.register_outputs({"recorder_name": self.recorder_name, "paths": paths})

    def _create_role(self) -> aws.iam.Role:
        account_id = self._args.site.context.account_id
        role = aws.iam.Role(
            f"{self._name}-role",
            name=self._args.site.context.physical_name(f"config-{self._args.site.name}", 64),
            description="Lets AWS Config read configurations and deliver them to the log archive.",
            assume_role_policy=trust(
                "config.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": account_id}}
            ),
            tags=self._args.site.context.tagged(f"{self._name}-role"),
            opts=self._child,
        )
        aws.iam.RolePolicyAttachment(
            f"{self._name}-role-reads",
            role=role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AWS_ConfigRole",
            opts=self._child,
        )
        bucket_arn = pulumi.Output.concat("arn:aws:s3:::", self._args.site.archive.deliveries_bucket_name)
        aws.iam.RolePolicy(
            f"{self._name}-role-delivers",
            name="deliver-to-archive",
            role=role.name,
            policy=document(
                Statement(
                    actions=["s3:PutObject"],
                    resources=[pulumi.Output.concat(bucket_arn, "/config/AWSLogs/", account_id, "/*")],
                ),
                Statement(actions=["s3:GetBucketAcl", "s3:ListBucket"], resources=[bucket_arn]),
                Statement(
                    actions=["kms:Decrypt", "kms:GenerateDataKey"],
                    resources=[self._args.site.key_arns[DataClass.RESTRICTED]],
                ),
            ),
            opts=self._child,
        )
        return role

    def _create_recorder(self, role: aws.iam.Role) -> aws.cfg.Recorder:
        return aws.cfg.Recorder(
            f"{self._name}-recorder",
            region=self._args.site.name,
            name=self._args.site.context.physical_name("recorder", 256),
            role_arn=role.arn,
            recording_group=aws.cfg.RecorderRecordingGroupArgs(
                all_supported=True, include_global_resource_types=self._args.records_global_resources
            ),
            recording_mode=aws.cfg.RecorderRecordingModeArgs(recording_frequency="CONTINUOUS"),
            opts=self._child,
        )

    def _create_channel(self, recorder: aws.cfg.Recorder) -> aws.cfg.DeliveryChannel:
        return aws.cfg.DeliveryChannel(
            f"{self._name}-channel",
            region=self._args.site.name,
            name=self._args.site.context.physical_name("channel", 256),
            s3_bucket_name=self._args.site.archive.deliveries_bucket_name,
            s3_key_prefix="config",
            s3_kms_key_arn=self._args.site.key_arns[DataClass.RESTRICTED],
            snapshot_delivery_properties=aws.cfg.DeliveryChannelSnapshotDeliveryPropertiesArgs(
                delivery_frequency=SNAPSHOT_FREQUENCY
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[recorder]),
        )

    def _start(self, recorder: aws.cfg.Recorder, channel: aws.cfg.DeliveryChannel) -> aws.cfg.RecorderStatus:
        return aws.cfg.RecorderStatus(
            f"{self._name}-status",
            region=self._args.site.name,
            name=recorder.name,
            is_enabled=True,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[channel]),
        )

    def _create_rules(self, status: aws.cfg.RecorderStatus) -> None:
        for label, identifier in RULES.items():
            aws.cfg.Rule(
                f"{self._name}-{label}",
                region=self._args.site.name,
                name=self._args.site.context.physical_name(label, 128),
                source=aws.cfg.RuleSourceArgs(owner="AWS", source_identifier=identifier),
                tags=self._args.site.context.tagged(f"{self._name}-{label}"),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[status]),
            )
