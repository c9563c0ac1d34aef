"""The archive of one region's events: a delivery stream that lays each event down by its type and the day it came.

The projector sends a record a commit. Data Firehose takes it apart, since the events of one commit may be of several
types, and writes lines of JSON under `events/type=…/date=…/`, as Athena and Glue find partitions by themselves (Amazon
Data Firehose Developer Guide, "Apply dynamic partitioning to aggregated data", "Understand custom prefixes for Amazon
S3 objects"). What it can't lay down is under `failed/`, by why.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.ageing import readable_days
from components._shared.alarms import declare_alarms
from components._shared.event_tables import Delivery, EventArchived
from components._shared.iam import Statement, document, trust
from components._shared.logs import log_group
from components._shared.paths import Path, registered, searched
from components._shared.site import ActiveSite
from components.data.event_alarms import BUFFER_SECONDS, alarms
from components.data.event_bucket import EventBucket, EventBucketArgs
from settings import DataClass

BUFFER_MIB = 64
"""The least that a partitioned stream gathers, a partition (Amazon Data Firehose API Reference, "BufferingHints" of
`ExtendedS3DestinationConfiguration`)."""
ERRORS = "archive"
"""Log stream of what could not be delivered."""

Destination = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationArgs
Partitioning = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationDynamicPartitioningConfigurationArgs
Processing = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationArgs
Processor = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessorArgs
Parameter = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessorParameterArgs
Logging = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptionsArgs

PREFIX = "events/type=!{partitionKeyFromQuery:type}/date=!{timestamp:yyyy-MM-dd}/"
FAILED_PREFIX = "failed/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/"
PROCESSORS = {
    "RecordDeAggregation": {"SubRecordType": "JSON"},
    "AppendDelimiterToRecord": {"Delimiter": "\\n"},
    "MetadataExtraction": {"JsonParsingEngine": "JQ-1.6", "MetadataExtractionQuery": "{type:.type}"},
}


@dataclass(frozen=True, kw_only=True)
class EventArchiveArgs:
    """What the archive needs."""

    site: ActiveSite
    """Region whose copy of the events is archived there."""
    data_class: DataClass
    """Class of what the events hold."""
    retention_days: int
    """Days that what is archived is locked; then it goes."""


class EventArchive(pulumi.ComponentResource):
    """A region's delivery stream and the bucket it delivers into."""

    delivery: Delivery
    """Where the projector sends commits."""
    archived: EventArchived
    """Where they rest."""
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: EventArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:EventArchive", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        bucket = EventBucket(
            f"{name}-bucket",
            EventBucketArgs(site=args.site, data_class=args.data_class, retention_days=args.retention_days),
            self._child,
        )
        errors = self._create_log()
        stream = self._create_stream(bucket.arn, errors, self._create_role(bucket.arn, errors))
        declare_alarms(name, alarms(stream.name), site=args.site, opts=self._child)
        self.delivery = Delivery(name=stream.name, arn=stream.arn)
        self.archived = EventArchived(
            bucket_name=bucket.name,
            bucket_arn=bucket.arn,
            key_arn=args.site.key_arns[args.data_class],
            readable_days=readable_days(args.retention_days),
        )
        self.log_group_name = errors.name
        self.register_outputs(
            {
                "stream_name": stream.name,
                "log_group_name": errors.name,
                "paths": registered(
                    searched("errors", errors.name),
                    Path(
                        name="archive",
                        source=stream.arn,
                        destination=bucket.arn,
                        protocol="deliveries",
                        why="What happened can be read where the table is lost, or costs too much to search.",
                    ),
                ),
            }
        )

    def _create_log(self) -> aws.cloudwatch.LogGroup:
        site = self._args.site
        path = f"/{site.context.prefix}/{self._name}"
        group = log_group(f"{self._name}-errors", path=path, site=site, opts=self._child)
        aws.cloudwatch.LogStream(
            f"{self._name}-{ERRORS}", name=ERRORS, region=site.name, log_group_name=group.name, opts=self._child
        )
        return group

    def _create_role(self, bucket_arn: pulumi.Input[str], errors: aws.cloudwatch.LogGroup) -> pulumi.Output[str]:
        """Return the role's ARN, known once it may (Developer Guide, "Grant Firehose access to an S3 destination")."""
        site, called = self._args.site, self._args.site.context.physical_name(self._name, max_length=64)
        role = aws.iam.Role(
            f"{self._name}-role",
            name=called,
            assume_role_policy=trust(
                "firehose.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": site.context.account_id}}
            ),
            tags=site.context.tagged(f"{self._name}-role"),
            opts=self._child,
        )
        statements = (
            Statement(
                actions=["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
                resources=[bucket_arn],
            ),
            Statement(
                actions=["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
                resources=[pulumi.Output.concat(bucket_arn, "/*")],
            ),
            Statement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[site.key_arns[self._args.data_class]]),
            Statement(
                actions=["logs:PutLogEvents"], resources=[pulumi.Output.concat(errors.arn, ":log-stream:", ERRORS)]
            ),
        )
        policy = aws.iam.RolePolicy(
            f"{self._name}-permissions", name="deliver", role=role.name, policy=document(*statements), opts=self._child
        )
        return pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))

    def _create_stream(
        self, bucket_arn: pulumi.Input[str], errors: aws.cloudwatch.LogGroup, role_arn: pulumi.Input[str]
    ) -> aws.kinesis.FirehoseDeliveryStream:
        site, key_arn = self._args.site, self._args.site.key_arns[self._args.data_class]
        processors = [
            Processor(
                type=kind,
                parameters=[Parameter(parameter_name=name, parameter_value=value) for name, value in given.items()],
            )
            for kind, given in PROCESSORS.items()
        ]
        return aws.kinesis.FirehoseDeliveryStream(
            f"{self._name}-stream",
            name=site.context.physical_name(self._name, max_length=64),
            region=site.name,
            destination="extended_s3",
            server_side_encryption=aws.kinesis.FirehoseDeliveryStreamServerSideEncryptionArgs(
                enabled=True, key_type="CUSTOMER_MANAGED_CMK", key_arn=key_arn
            ),
            extended_s3_configuration=Destination(
                bucket_arn=bucket_arn,
                role_arn=role_arn,
                kms_key_arn=key_arn,
                prefix=PREFIX,
                error_output_prefix=FAILED_PREFIX,
                buffering_interval=BUFFER_SECONDS,
                buffering_size=BUFFER_MIB,
                compression_format="GZIP",
                dynamic_partitioning_configuration=Partitioning(enabled=True),
                processing_configuration=Processing(enabled=True, processors=processors),
                cloudwatch_logging_options=Logging(enabled=True, log_group_name=errors.name, log_stream_name=ERRORS),
            ),
            tags=site.context.tagged(f"{self._name}-stream", self._args.data_class),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
