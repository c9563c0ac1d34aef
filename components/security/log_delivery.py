"""The stream that carries logs into a search domain, and every one of them into the archive as well.

Data Firehose, encrypted under the region's key. CloudWatch Logs sends it events in compressed batches, while OpenSearch
takes one document an event; Firehose itself makes none of the other (Amazon Data Firehose Developer Guide, "Send
CloudWatch Logs to Firehose"). So the stream calls a function with its records, which indexes their events and gives
them back as they came to be archived. What can't be indexed after several tries is archived apart, in `siem-failed/`.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.function import Function
from components._shared.function_args import FunctionNetwork
from components._shared.logs import log_group
from components._shared.network import Network
from components._shared.paths import HTTPS_PORT, Path, registered, resting
from components._shared.site import ActiveSite
from components.security.delivery_role import DeliveryRole, DeliveryRoleArgs
from components.security.search_function import search_function
from settings import DataClass

ARCHIVE_BUFFER_SECONDS = 300
"""Longest wait before records are archived; longer makes fewer, larger objects. Indexing waits a minute at most, as
Firehose does before it calls a function ("Data transformation")."""
INDEX_TIMEOUT_SECONDS = 120
"""A batch of a megabyte is indexed in seconds; Firehose waits for five minutes."""
ERRORS = "archive"
"""Log stream of what could not be delivered."""

Processing = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationArgs
Processor = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessorArgs
Parameter = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessorParameterArgs


@dataclass(frozen=True, kw_only=True)
class LogDeliveryArgs:
    """What the stream needs."""

    site: ActiveSite
    """Region of the domain and the archive."""
    network: Network
    """Where the domain stands."""
    called: str
    """Name of the function that indexes."""
    indexer_role_arn: pulumi.Input[str]
    """Role that it runs as."""
    domain_address: pulumi.Input[str]
    """Address that logs are searched at."""
    domain_security_group_id: pulumi.Input[str]
    """The domain's security group, which is opened for the function."""
    metrics: str
    """Namespace that the function measures in."""


class LogDelivery(pulumi.ComponentResource):
    """A delivery stream into one search domain and its archive."""

    stream_arn: pulumi.Output[str]
    stream_name: pulumi.Output[str]
    group_id: pulumi.Output[str]
    """Security group of what the domain lets in."""

    def __init__(self, name: str, args: LogDeliveryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LogDelivery", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        self.group_id = self._create_security_group(name, args)
        indexer = self._create_indexer(name, args)
        errors = self._create_error_log(name, args)
        role = self._create_role(name, args, errors, indexer)
        stream = self._create_stream(name, args, errors, indexer, role)
        self.stream_arn, self.stream_name = stream.arn, stream.name
        self.register_outputs(
            {
                "stream_arn": self.stream_arn,
                "stream_name": self.stream_name,
                "group_id": self.group_id,
                "paths": registered(
                    Path(
                        name="documents",
                        source=self.group_id,
                        destination=args.domain_security_group_id,
                        port=HTTPS_PORT,
                        why="What is logged can be searched.",
                    ),
                    resting("errors", errors.name, errors.name, why="A stream can't deliver that it can't deliver."),
                ),
            }
        )

    def _create_security_group(self, name: str, args: LogDeliveryArgs) -> pulumi.Output[str]:
        """Return the group's id, known once it may reach the domain: a deployment calls what stands in it at once."""
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            name=args.site.context.physical_name(f"siem-delivery-{args.site.name}", max_length=255),
            description="SIEM delivery stream",
            region=args.site.name,
            vpc_id=args.network.vpc_id,
            tags=args.site.context.tagged(f"{name}-group"),
            opts=self._child,
        )
        out = aws.vpc.SecurityGroupEgressRule(
            f"{name}-to-domain",
            region=args.site.name,
            security_group_id=group.id,
            referenced_security_group_id=args.domain_security_group_id,
            description="Documents to the search domain",
            ip_protocol="tcp",
            from_port=HTTPS_PORT,
            to_port=HTTPS_PORT,
            tags=args.site.context.tagged(f"{name}-to-domain"),
            opts=self._child,
        )
        into = aws.vpc.SecurityGroupIngressRule(
            f"{name}-into-domain",
            region=args.site.name,
            security_group_id=args.domain_security_group_id,
            referenced_security_group_id=group.id,
            description="Documents from the delivery stream",
            ip_protocol="tcp",
            from_port=HTTPS_PORT,
            to_port=HTTPS_PORT,
            tags=args.site.context.tagged(f"{name}-into-domain"),
            opts=self._child,
        )
        return pulumi.Output.all(group.id, out.id, into.id).apply(lambda known: str(known[0]))

    def _create_indexer(self, name: str, args: LogDeliveryArgs) -> Function:
        return search_function(
            f"{name}-indexer",
            site=args.site,
            called=args.called,
            entry="index",
            timeout_seconds=INDEX_TIMEOUT_SECONDS,
            role_arn=args.indexer_role_arn,
            network=FunctionNetwork(subnet_ids=args.network.isolated_subnet_ids, group_id=self.group_id),
            environment={"DOMAIN": args.domain_address, "METRICS": args.metrics},
            failure="Logs are not indexed: read the function's log. They stand in the archive under siem-failed/.",
            parent=self,
        )

    def _create_error_log(self, name: str, args: LogDeliveryArgs) -> aws.cloudwatch.LogGroup:
        group = log_group(
            f"{name}-errors",
            path=f"/{args.site.context.prefix}/siem-delivery",
            site=args.site,
            key_class=DataClass.RESTRICTED,
            opts=self._child,
        )
        aws.cloudwatch.LogStream(
            f"{name}-{ERRORS}-errors",
            name=ERRORS,
            region=args.site.name,
            log_group_name=group.name,
            opts=self._child,
        )
        return group

    def _create_role(
        self, name: str, args: LogDeliveryArgs, errors: aws.cloudwatch.LogGroup, indexer: Function
    ) -> DeliveryRole:
        role = DeliveryRoleArgs(
            site=args.site,
            archive_bucket_arn=args.site.archive.bucket_arn,
            error_log_group_arn=errors.arn,
            indexer_arn=indexer.arn,
        )
        return DeliveryRole(f"{name}-role", role, self._child)

    def _create_stream(
        self,
        name: str,
        args: LogDeliveryArgs,
        errors: aws.cloudwatch.LogGroup,
        indexer: Function,
        role: DeliveryRole,
    ) -> aws.kinesis.FirehoseDeliveryStream:
        """Declare it; records are compressed as they come, and one after another they are a compressed file."""
        key_arn = args.site.key_arns[DataClass.RESTRICTED]
        index = Processor(
            type="Lambda", parameters=[Parameter(parameter_name="LambdaArn", parameter_value=indexer.arn)]
        )
        archive = aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationArgs(
            bucket_arn=args.site.archive.bucket_arn,
            role_arn=role.arn,
            kms_key_arn=key_arn,
            prefix="siem/",
            error_output_prefix="siem-failed/",
            buffering_interval=ARCHIVE_BUFFER_SECONDS,
            compression_format="UNCOMPRESSED",
            file_extension=".gz",
            processing_configuration=Processing(enabled=True, processors=[index]),
            cloudwatch_logging_options=aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptionsArgs(
                enabled=True, log_group_name=errors.name, log_stream_name=ERRORS
            ),
        )
        return aws.kinesis.FirehoseDeliveryStream(
            f"{name}-stream",
            name=args.site.context.physical_name(f"siem-{args.site.name}", max_length=64),
            region=args.site.name,
            destination="extended_s3",
            server_side_encryption=aws.kinesis.FirehoseDeliveryStreamServerSideEncryptionArgs(
                enabled=True, key_type="CUSTOMER_MANAGED_CMK", key_arn=key_arn
            ),
            extended_s3_configuration=archive,
            tags=args.site.context.tagged(f"{name}-stream", DataClass.RESTRICTED),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[role], delete_before_replace=True),
        )
