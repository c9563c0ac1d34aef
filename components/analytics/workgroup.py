"""Where analysts ask: a workgroup that says where answers go and how much a question may read, and the questions.

What a client sets otherwise is passed over. The file of a question is what Athena runs; its question marks take
execution parameters, in their order, strings in quotes (Amazon Athena User Guide, "Use execution parameters").
"""

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from analytics.questions import questions
from components._shared.alarms import Alarm, declare_alarms
from components._shared.site import ActiveSite
from components.analytics.aging_bucket import AgingBucket

Configuration = aws.athena.WorkgroupConfigurationArgs
ResultConfiguration = aws.athena.WorkgroupConfigurationResultConfigurationArgs
Encryption = aws.athena.WorkgroupConfigurationResultConfigurationEncryptionConfigurationArgs

QUERY_BYTES: Final = 100 * 10**9
"""That a query may read before Athena stops it: half a dollar, at $5 a TB (Amazon Athena pricing)."""
HOUR_BYTES: Final = 10**12
"""That all queries of an hour may read before somebody is told: five dollars."""


@dataclass(frozen=True, kw_only=True)
class WorkgroupArgs:
    """What it asks, and where answers go."""

    site: ActiveSite
    database_name: pulumi.Input[str]
    """Database of the tables (`lake.py`)."""
    results: AgingBucket
    key_arn: pulumi.Input[str]
    """Key that answers are encrypted under."""


class Workgroup(pulumi.ComponentResource):
    """A workgroup with every question of `analytics/`."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: WorkgroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Workgroup", name, {}, opts)
        site, child = args.site, pulumi.ResourceOptions(parent=self)
        group = aws.athena.Workgroup(
            f"{name}-workgroup",
            name=site.context.physical_name("analysts", max_length=128),
            region=site.name,
            description="Questions of the business, over the archive of events",
            force_destroy=True,
            configuration=Configuration(
                enforce_workgroup_configuration=True,
                publish_cloudwatch_metrics_enabled=True,
                bytes_scanned_cutoff_per_query=QUERY_BYTES,
                result_configuration=ResultConfiguration(
                    output_location=pulumi.Output.concat("s3://", args.results.name, "/"),
                    expected_bucket_owner=site.context.account_id,
                    encryption_configuration=Encryption(encryption_option="SSE_KMS", kms_key_arn=args.key_arn),
                ),
            ),
            tags=site.context.tagged(f"{name}-workgroup"),
            opts=child,
        )
        for question in questions().values():
            aws.athena.NamedQuery(
                f"{name}-{question.name.replace('_', '-')}",
                name=question.name,
                region=site.name,
                description=question.asks,
                database=args.database_name,
                workgroup=group.name,
                query=question.sql,
                opts=child,
            )
        declare_alarms(name, {"read": _read(group.name)}, site=site, opts=child)
        self.arn = group.arn
        self.register_outputs({"arn": self.arn})


def _read(group: pulumi.Input[str]) -> Alarm:
    """Return the alarm on what its queries read (Amazon Athena User Guide, "Monitor Athena query metrics with
    CloudWatch")."""
    return Alarm(
        namespace="AWS/Athena",
        metric="ProcessedBytes",
        dimensions={"WorkGroup": group, "QueryState": "SUCCEEDED", "QueryType": "DML"},
        statistic="Sum",
        threshold=HOUR_BYTES,
        period_seconds=3600,
        evaluation_periods=1,
        description="Questions read a terabyte within an hour, which Athena bills: see in the workgroup who asks what.",
    )
