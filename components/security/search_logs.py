"""Where a search domain writes its own logs: audit, application and slow ones, each in an encrypted group."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document
from components._shared.logs import log_group
from components._shared.site import Site
from settings import DataClass

LOG_TYPES = {
    "audit": "AUDIT_LOGS",
    "application": "ES_APPLICATION_LOGS",
    "slow-index": "INDEX_SLOW_LOGS",
    "slow-search": "SEARCH_SLOW_LOGS",
}
"""Every kind of log that a domain can publish (OpenSearch Service API, `LogType`)."""


@dataclass(frozen=True, kw_only=True)
class SearchLogsArgs:
    """What the log groups need."""

    site: Site
    """Region of the domain."""
    domain_name: str
    """Domain that writes."""


class SearchLogs(pulumi.ComponentResource):
    """A search domain's log groups, and its leave to write into them."""

    group_arns: Mapping[str, pulumi.Output[str]]
    """ARN of each log group by the domain's name for the kind of log."""

    def __init__(self, name: str, args: SearchLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SearchLogs", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        groups = {log_type: self._create_group(name, args, kind) for kind, log_type in LOG_TYPES.items()}
        self._create_leave(name, args, list(groups.values()))
        self.group_arns = {log_type: group.arn for log_type, group in groups.items()}
        self.register_outputs({"group_arns": dict(self.group_arns)})

    def _create_group(self, name: str, args: SearchLogsArgs, kind: str) -> aws.cloudwatch.LogGroup:
        return log_group(
            f"{name}-{kind}",
            path=f"/aws/opensearch/{args.domain_name}/{kind}",
            site=args.site,
            key_class=DataClass.RESTRICTED,
            opts=self._child,
        )

    def _create_leave(self, name: str, args: SearchLogsArgs, groups: list[aws.cloudwatch.LogGroup]) -> None:
        source = pulumi.Output.concat(
            "arn:aws:es:", args.site.name, ":", args.site.context.account_id, ":domain/", args.domain_name
        )
        write = Statement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"],
            principals={"Service": ["es.amazonaws.com"]},
            resources=[pulumi.Output.concat(group.arn, ":*") for group in groups],
            conditions={
                "StringEquals": {"aws:SourceAccount": args.site.context.account_id},
                "ArnLike": {"aws:SourceArn": source},
            },
        )
        aws.cloudwatch.LogResourcePolicy(
            f"{name}-policy",
            policy_name=args.domain_name,
            region=args.site.name,
            policy_document=document(write),
            opts=self._child,
        )
