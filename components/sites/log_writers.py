"""Who may write into the log buckets, and where.

A service writes under its own prefix and only for this account: most name the account they act for, some only the
resource. Sources: the services' own pages on bucket policies (CloudTrail "Amazon S3 bucket policy for CloudTrail",
CloudWatch Logs "Logs sent to Amazon S3", AWS Config "Permissions for the Amazon S3 Bucket", Amazon S3 "Enabling
Amazon S3 server access logging", Elastic Load Balancing "Access logs for your Application Load Balancer").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components._shared.iam import Statement

SERVER_ACCESS_PREFIX = "s3/"
"""Where S3 puts its own access logs, each bucket's under a prefix of its own."""


@dataclass(frozen=True, kw_only=True)
class LogWriter:
    """One AWS service that delivers logs into a bucket."""

    service: str
    """Service principal."""
    path: str
    """Where its objects go; `{account}` stands for the account."""
    bucket_actions: tuple[str, ...] = ()
    """What it asks of the bucket before it writes."""
    source: str | None = None
    """ARN pattern of the resources it writes for; without one it is held to the account's id."""


ARCHIVE_WRITERS = (
    LogWriter(
        service="cloudtrail.amazonaws.com",
        path="AWSLogs/{account}/*",
        bucket_actions=("s3:GetBucketAcl",),
        source="arn:aws:cloudtrail:*:{account}:trail/*",
    ),
    LogWriter(
        service="delivery.logs.amazonaws.com",
        path="AWSLogs/{account}/*",
        bucket_actions=("s3:GetBucketAcl", "s3:ListBucket"),
        source="arn:aws:logs:*:{account}:*",
    ),
)
"""Writers that deliver into a locked bucket under a customer key. VPC flow logs, resolver logs, Network Firewall and
CloudFront (standard logging v2) all come as `delivery.logs`."""

DELIVERY_WRITERS = (
    LogWriter(
        service="config.amazonaws.com",
        path="config/AWSLogs/{account}/Config/*",
        bucket_actions=("s3:GetBucketAcl", "s3:ListBucket"),
    ),
    LogWriter(service="logging.s3.amazonaws.com", path="*"),
    LogWriter(
        service="logdelivery.elasticloadbalancing.amazonaws.com",
        path="AWSLogs/{account}/*",  # it first writes a test file there, beside the folder of its logs
        source="arn:aws:elasticloadbalancing:*:{account}:loadbalancer/*",
    ),
)
"""Writers that a locked bucket would turn away: AWS Config takes no default retention, S3 and load balancers no
customer key."""


@dataclass(frozen=True, kw_only=True)
class WriterStatement(Statement):
    """A statement about one service and one resource, both bare as in the services' own examples.

    Not every reader of a bucket policy looks into lists: what checks it before logging is switched on may not.
    """

    def render(self, *, trust: bool = False) -> dict[str, Any]:
        """Return the statement as AWS spells it, without lists of one."""
        rendered = super().render(trust=trust)
        (service,), (resource,) = rendered["Principal"]["Service"], rendered["Resource"]
        return {**rendered, "Principal": {"Service": service}, "Resource": resource}


def writer_statements(
    writers: Sequence[LogWriter], *, bucket_arn: pulumi.Input[str], account_id: pulumi.Input[str]
) -> Iterator[Statement]:
    """Yield the statements that let *writers* deliver into the bucket."""
    for writer in writers:
        principals = {"Service": [writer.service]}
        conditions = _conditions(writer, account_id)
        if writer.bucket_actions:
            yield WriterStatement(
                actions=writer.bucket_actions, principals=principals, resources=[bucket_arn], conditions=conditions
            )
        yield WriterStatement(
            actions=["s3:PutObject"],
            principals=principals,
            resources=[pulumi.Output.concat(bucket_arn, "/", pulumi.Output.format(writer.path, account=account_id))],
            conditions=conditions,
        )


def _conditions(writer: LogWriter, account_id: pulumi.Input[str]) -> dict[str, dict[str, pulumi.Input[str]]]:
    if writer.source is None:
        return {"StringEquals": {"aws:SourceAccount": account_id}}
    return {"ArnLike": {"aws:SourceArn": pulumi.Output.format(writer.source, account=account_id)}}
