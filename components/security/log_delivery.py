"""The stream that carries logs into a search domain, and every one of them into the archive as well.

Data Firehose, encrypted under the region's key, inside the VPC on the domain's side. Buffers are short, so that a log
can be searched within minutes. CloudWatch Logs sends its events compressed and in batches, while OpenSearch takes one
document a record, so AWS supports this way only with a function that makes documents of the events (Amazon Data
Firehose Developer Guide, "Send CloudWatch Logs to Firehose"). Without one each batch is unpacked and offered as one
document, and what the domain refuses stands in the archive alone.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.logs import log_group
from components._shared.network import Network
from components._shared.paths import HTTPS_PORT, Path, registered, resting
from components._shared.site import ActiveSite
from components.security.delivery_role import DeliveryRole, DeliveryRoleArgs
from settings import DataClass

SEARCH_BUFFER_SECONDS = 60
"""Longest wait before records are indexed; together with CloudTrail's own five minutes it bounds detection."""

ARCHIVE_BUFFER_SECONDS = 300
"""Longest wait before records are archived; longer makes fewer, larger objects."""

RETRY_SECONDS = 300
"""How long indexing is tried again; what fails for longer stands in the archive under `siem-failed/`."""

ERROR_STREAMS = {"search": "search", "archive": "archive"}
"""Log streams of what could not be delivered, by destination."""

S3Configuration = aws.kinesis.FirehoseDeliveryStreamOpensearchConfigurationS3ConfigurationArgs
Processing = aws.kinesis.FirehoseDeliveryStreamOpensearchConfigurationProcessingConfigurationArgs
Processor = aws.kinesis.FirehoseDeliveryStreamOpensearchConfigurationProcessingConfigurationProcessorArgs
Parameter = aws.kinesis.FirehoseDeliveryStreamOpensearchConfigurationProcessingConfigurationProcessorParameterArgs


@dataclass(frozen=True, kw_only=True)
class LogDeliveryArgs:
    """What the stream needs."""

    site: ActiveSite
    """Region of the domain and the archive."""
    network: Network
    """Where the domain stands."""
    domain_arn: pulumi.Input[str]
    """Domain that logs are searched in."""
    domain_security_group_id: pulumi.Input[str]
    """Its security group, which is opened for the stream."""
    transformer_arn: pulumi.Input[str] | None = None
    """Lambda function that makes documents of events; None offers each batch as one document."""


class LogDelivery(pulumi.ComponentResource):
    """A delivery stream into one search domain."""

    stream_arn: pulumi.Output[str]
    stream_name: pulumi.Output[str]
    role_arn: pulumi.Output[str]
    """Role that writes documents; map it to an OpenSearch role that may write the index `siem-*` and no more."""

    def __init__(self, name: str, args: LogDeliveryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LogDelivery", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        group = self._create_security_group(name, args)
        errors = self._create_error_log(name, args)
        role = self._create_role(name, args, errors)
        stream = self._create_stream(name, args, group, errors, role)
        self.stream_arn, self.stream_name, self.role_arn = stream.arn, stream.name, role.arn
        self.register_outputs(
            {
                "stream_arn": self.stream_arn,
                "stream_name": self.stream_name,
                "role_arn": self.role_arn,
                "paths": registered(
                    Path(
                        name="documents",
                        source=group.id,
                        destination=args.domain_security_group_id,
                        port=HTTPS_PORT,
                        why="What is logged can be searched.",
                    ),
                    resting("errors", errors.name, why="A stream can't deliver that it can't deliver."),
                ),
            }
        )

    def _create_security_group(self, name: str, args: LogDeliveryArgs) -> aws.ec2.SecurityGroup:
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            name=args.site.context.physical_name(f"siem-delivery-{args.site.name}", max_length=255),
            description="SIEM delivery stream",
            region=args.site.name,
            vpc_id=args.network.vpc_id,
            tags=args.site.context.tagged(f"{name}-group"),
            opts=self._child,
        )
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-to-domain",
            region=args.site.name,
            security_group_id=group.id,
            referenced_security_group_id=args.domain_security_group_id,
            description="Documents to the search domain",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            tags=args.site.context.tagged(f"{name}-to-domain"),
            opts=self._child,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-into-domain",
            region=args.site.name,
            security_group_id=args.domain_security_group_id,
            referenced_security_group_id=group.id,
            description="Documents from the delivery stream",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            tags=args.site.context.tagged(f"{name}-into-domain"),
            opts=self._child,
        )
        return group

    def _create_error_log(self, name: str, args: LogDeliveryArgs) -> aws.cloudwatch.LogGroup:
        group = log_group(
            f"{name}-errors",
            path=f"/{args.site.context.prefix}/siem-delivery",
            site=args.site,
            key_class=DataClass.RESTRICTED,
            opts=self._child,
        )
        for destination, stream in ERROR_STREAMS.items():
            aws.cloudwatch.LogStream(
                f"{name}-{destination}-errors",
                name=stream,
                region=args.site.name,
                log_group_name=group.name,
                opts=self._child,
            )
        return group

    def _create_role(self, name: str, args: LogDeliveryArgs, errors: aws.cloudwatch.LogGroup) -> DeliveryRole:
        role = DeliveryRoleArgs(
            site=args.site,
            domain_arn=args.domain_arn,
            archive_bucket_arn=args.site.archive.bucket_arn,
            error_log_group_arn=errors.arn,
            transformer_arn=args.transformer_arn,
        )
        return DeliveryRole(f"{name}-role", role, self._child)

    def _create_stream(
        self,
        name: str,
        args: LogDeliveryArgs,
        group: aws.ec2.SecurityGroup,
        errors: aws.cloudwatch.LogGroup,
        role: DeliveryRole,
    ) -> aws.kinesis.FirehoseDeliveryStream:
        destination = aws.kinesis.FirehoseDeliveryStreamOpensearchConfigurationArgs(
            domain_arn=args.domain_arn,
            role_arn=role.arn,
            index_name="siem",
            index_rotation_period="OneDay",
            buffering_interval=SEARCH_BUFFER_SECONDS,
            retry_duration=RETRY_SECONDS,
            processing_configuration=_processing(args),
            cloudwatch_logging_options=aws.kinesis.FirehoseDeliveryStreamOpensearchConfigurationCloudwatchLoggingOptionsArgs(
                enabled=True, log_group_name=errors.name, log_stream_name=ERROR_STREAMS["search"]
            ),
            vpc_config=aws.kinesis.FirehoseDeliveryStreamOpensearchConfigurationVpcConfigArgs(
                role_arn=role.arn, subnet_ids=list(args.network.isolated_subnet_ids), security_group_ids=[group.id]
            ),
            s3_backup_mode="AllDocuments",
            s3_configuration=S3Configuration(
                bucket_arn=args.site.archive.bucket_arn,
                role_arn=role.arn,
                kms_key_arn=args.site.key_arns[DataClass.RESTRICTED],
                prefix="siem/",
                error_output_prefix="siem-failed/",
                buffering_interval=ARCHIVE_BUFFER_SECONDS,
                compression_format="GZIP",
                cloudwatch_logging_options=aws.kinesis.FirehoseDeliveryStreamOpensearchConfigurationS3ConfigurationCloudwatchLoggingOptionsArgs(
                    enabled=True, log_group_name=errors.name, log_stream_name=ERROR_STREAMS["archive"]
                ),
            ),
        )
        return aws.kinesis.FirehoseDeliveryStream(
            f"{name}-stream",
            name=args.site.context.physical_name(f"siem-{args.site.name}", max_length=64),
            region=args.site.name,
            destination="opensearch",
            server_side_encryption=aws.kinesis.FirehoseDeliveryStreamServerSideEncryptionArgs(
                enabled=True, key_type="CUSTOMER_MANAGED_CMK", key_arn=args.site.key_arns[DataClass.RESTRICTED]
            ),
            opensearch_configuration=destination,
            tags=args.site.context.tagged(f"{name}-stream", DataClass.RESTRICTED),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[role]),
        )


def _processing(args: LogDeliveryArgs) -> Processing:
    if args.transformer_arn is None:
        step = Processor(
            type="Decompression",
            parameters=[Parameter(parameter_name="CompressionFormat", parameter_value="GZIP")],
        )
    else:
        step = Processor(
            type="Lambda", parameters=[Parameter(parameter_name="LambdaArn", parameter_value=args.transformer_arn)]
        )
    return Processing(enabled=True, processors=[step])
