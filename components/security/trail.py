"""The audit trail: every call to AWS, from every region, signed, encrypted and archived; the telling ones ring.

One multi-region CloudTrail trail delivers to the locked archive, with digests that prove nothing was altered, and to
CloudWatch Logs, where the filters of the CIS benchmark watch it (CIS AWS Foundations Benchmark v3.0.0, 3.1 to 3.9
and section 4). Objects in S3 are audited one by one except in the log buckets, whose own deliveries would feed the
trail for ever. Table items are audited where asked, since every audited call is charged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.iam import Statement, document, trust
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import ActiveSite
from components.security.trail_watches import BREAK_GLASS, WATCHES, Watch
from settings import DataClass

INSIGHTS = ("ApiCallRateInsight", "ApiErrorRateInsight")
"""Unusual rates of calls and of errors (CloudTrail User Guide, "Working with CloudTrail Insights")."""

Selector = aws.cloudtrail.TrailAdvancedEventSelectorArgs
Field = aws.cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs


@dataclass(frozen=True, kw_only=True)
class AuditTrailArgs:
    """What the trail needs."""

    site: ActiveSite
    """Home of the trail, whose archive keeps its files. It records all regions of the account."""
    log_bucket_arns: Sequence[pulumi.Input[str]]
    """Every bucket that logs are delivered into, the archive among them; calls on their objects are not audited."""
    audited_table_arns: Sequence[pulumi.Input[str]] = ()
    """DynamoDB tables, replicas included, whose item-level calls are audited."""


class AuditTrail(pulumi.ComponentResource):
    """The account's audit trail and its alarms."""

    arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    """Log group that events arrive in, usually within five minutes."""

    def __init__(self, name: str, args: AuditTrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:AuditTrail", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        group = self._create_log_group(name, args)
        role = self._create_role(name, args)
        permission = self._create_permission(name, args, role, group)
        self.arn = self._create_trail(name, args, role, group, permission).arn
        for watch in (*WATCHES, BREAK_GLASS):
            self._watch(name, args, group, watch)
        self.log_group_name = group.name
        paths = registered(searched("calls", self.arn))
        self.register_outputs({"arn": self.arn, "log_group_name": self.log_group_name, "paths": paths})

    def _create_log_group(self, name: str, args: AuditTrailArgs) -> aws.cloudwatch.LogGroup:
        return log_group(
            f"{name}-events",
            path=f"/{args.site.context.prefix}/audit-trail",
            site=args.site,
            key_class=DataClass.RESTRICTED,
            opts=args.site.context.stateful(self),
        )

    def _create_role(self, name: str, args: AuditTrailArgs) -> aws.iam.Role:
        return aws.iam.Role(
            f"{name}-role",
            name=args.site.context.physical_name("audit-trail", max_length=64),
            assume_role_policy=trust(
                "cloudtrail.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": args.site.context.account_id}},
            ),
            tags=args.site.context.tagged(f"{name}-role"),
            opts=self._child,
        )

    def _create_permission(
        self, name: str, args: AuditTrailArgs, role: aws.iam.Role, group: aws.cloudwatch.LogGroup
    ) -> aws.iam.RolePolicy:
        streams = pulumi.Output.concat(
            group.arn, ":log-stream:", args.site.context.account_id, "_CloudTrail_", args.site.name, "*"
        )
        return aws.iam.RolePolicy(
            f"{name}-permission",
            name="deliver-events",
            role=role.name,
            policy=document(Statement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[streams])),
            opts=self._child,
        )

    def _create_trail(
        self,
        name: str,
        args: AuditTrailArgs,
        role: aws.iam.Role,
        group: aws.cloudwatch.LogGroup,
        permission: aws.iam.RolePolicy,
    ) -> aws.cloudtrail.Trail:
        return aws.cloudtrail.Trail(
            f"{name}-trail",
            name=args.site.context.physical_name("audit", max_length=128),
            region=args.site.name,
            s3_bucket_name=args.site.archive.bucket_name,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_logging=True,
            enable_log_file_validation=True,
            kms_key_id=args.site.key_arns[DataClass.RESTRICTED],
            cloud_watch_logs_group_arn=pulumi.Output.concat(group.arn, ":*"),
            cloud_watch_logs_role_arn=role.arn,
            advanced_event_selectors=_selectors(args),
            insight_selectors=[aws.cloudtrail.TrailInsightSelectorArgs(insight_type=insight) for insight in INSIGHTS],
            tags=args.site.context.tagged(f"{name}-trail"),
            opts=args.site.context.stateful(self, pulumi.ResourceOptions(depends_on=[permission])),
        )

    def _watch(self, name: str, args: AuditTrailArgs, group: aws.cloudwatch.LogGroup, watch: Watch) -> None:
        namespace = f"{args.site.context.prefix}/audit"
        aws.cloudwatch.LogMetricFilter(
            f"{name}-{watch.key}",
            name=watch.key,
            region=args.site.name,
            log_group_name=group.name,
            pattern=watch.pattern,
            metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
                name=watch.key, namespace=namespace, value="1", default_value="0"
            ),
            opts=self._child,
        )
        declare_alarm(
            f"{name}-{watch.key}-alarm",
            Alarm(
                namespace=namespace,
                metric=watch.key,
                dimensions={},
                statistic="Sum",
                threshold=1,
                evaluation_periods=1,
                description=f"{watch.control}: {watch.meaning}",
            ),
            site=args.site,
            opts=self._child,
        )


def _selectors(args: AuditTrailArgs) -> list[Selector]:
    """Return what the trail records: all management calls, and calls on S3 objects and on the chosen tables."""
    log_objects = [pulumi.Output.concat(arn, "/") for arn in args.log_bucket_arns]
    selectors = [
        Selector(name="Management calls", field_selectors=[Field(field="eventCategory", equals=["Management"])]),
        Selector(
            name="S3 objects outside the log buckets",
            field_selectors=[
                Field(field="eventCategory", equals=["Data"]),
                Field(field="resources.type", equals=["AWS::S3::Object"]),
                Field(field="resources.ARN", not_starts_withs=log_objects),
            ],
        ),
    ]
    if args.audited_table_arns:
        tables = Selector(
            name="Items of audited tables",
            field_selectors=[
                Field(field="eventCategory", equals=["Data"]),
                Field(field="resources.type", equals=["AWS::DynamoDB::Table"]),
                Field(field="resources.ARN", equals=list(args.audited_table_arns)),
            ],
        )
        selectors.append(tables)
    return selectors
