"""Web application firewall: one access control list for CloudFront, or for one region's API stages.

AWS's managed groups take known attacks out, rate rules take floods out, everything else passes. Together they use at
most 1,236 of the 1,500 capacity units that come at no extra charge (AWS WAF Developer Guide, "AWS Managed Rules rule
groups list" and "AWS WAF web ACL capacity units").
"""

from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import Site
from components.edge.waf_rules import API_KEY_HEADER, EDGE_HEADER, body_inspection, rules
from settings import CONTROL_REGION, Traffic

LOG_GROUP_PREFIX = "aws-waf-logs-"
"""Prefix without which AWS WAF refuses a log group (AWS WAF Developer Guide, "CloudWatch Logs")."""

REDACTED_HEADERS = ("authorization", "cookie", API_KEY_HEADER, EDGE_HEADER)
"""Headers that carry credentials and never reach the logs."""

Scope = Literal["CLOUDFRONT", "REGIONAL"]


@dataclass(frozen=True, kw_only=True)
class WebAclArgs:
    """What a web ACL needs.

    Raises:
        ValueError: a CLOUDFRONT list is to stand outside the control region.
    """

    site: Site
    """Where it stands: the control region, or that of the stages."""
    scope: Scope
    """Whether it guards CloudFront distributions or one region's API stages."""
    traffic: Traffic
    """How often a client may ask, and how many blocked requests a minute somebody should look at."""
    edge_token: pulumi.Input[str] | None = None
    """What the distribution shows to a REGIONAL list, where it leads to the stages too."""

    def __post_init__(self) -> None:
        if self.scope == "CLOUDFRONT" and self.site.name != CONTROL_REGION.name:
            raise ValueError(f"a CLOUDFRONT web ACL stands in {CONTROL_REGION.name}, not in {self.site.name}")


class WebAcl(pulumi.ComponentResource):
    """An access control list with its logs and its alarm."""

    web_acl_arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: WebAclArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:WebAcl", name, {}, opts)
        self._name = name
        self._args = args
        self._physical_name = args.site.context.physical_name(
            f"waf-{args.scope.lower()}-{args.site.name}", max_length=115
        )
        acl = self._create_acl()
        self.log_group_name = self._create_logging(acl)
        self._create_alarm()
        self.web_acl_arn = acl.arn
        paths = registered(searched("requests", self.web_acl_arn))
        outputs = {"web_acl_arn": self.web_acl_arn, "log_group_name": self.log_group_name}
        self.register_outputs({**outputs, "paths": paths})

    def _create_acl(self) -> aws.wafv2.WebAcl:
        args = self._args
        return aws.wafv2.WebAcl(
            f"{self._name}-acl",
            name=self._physical_name,
            region=args.site.name,
            scope=args.scope,
            description="Managed rule groups and a rate limit per client address",
            default_action=aws.wafv2.WebAclDefaultActionArgs(allow=aws.wafv2.WebAclDefaultActionAllowArgs()),
            rules=rules(args.traffic, args.edge_token),
            association_config=body_inspection(args.scope),
            visibility_config=aws.wafv2.WebAclVisibilityConfigArgs(
                cloudwatch_metrics_enabled=True, metric_name=self._physical_name, sampled_requests_enabled=True
            ),
            tags=args.site.context.tagged(f"{self._name}-acl"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_logging(self, acl: aws.wafv2.WebAcl) -> pulumi.Output[str]:
        args = self._args
        logs = log_group(
            f"{self._name}-logs",
            path=LOG_GROUP_PREFIX + self._physical_name,
            site=args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )
        aws.wafv2.WebAclLoggingConfiguration(
            f"{self._name}-logging",
            region=args.site.name,
            resource_arn=acl.arn,
            log_destination_configs=[logs.arn],
            redacted_fields=[
                aws.wafv2.WebAclLoggingConfigurationRedactedFieldArgs(
                    single_header=aws.wafv2.WebAclLoggingConfigurationRedactedFieldSingleHeaderArgs(name=header)
                )
                for header in REDACTED_HEADERS
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )
        return logs.name

    def _create_alarm(self) -> None:
        args = self._args
        place = {"Region": args.site.name} if args.scope == "REGIONAL" else {}
        declare_alarm(
            f"{self._name}-blocked",
            Alarm(
                namespace="AWS/WAFV2",
                metric="BlockedRequests",
                dimensions={"WebACL": self._physical_name, "Rule": "ALL", **place},
                threshold=args.traffic.blocked_per_minute_alarm,
                statistic="Sum",
                description=(
                    "The firewall blocks far more than usual: an attack, or a rule that turns customers away. "
                    f"Look at the blocked requests in {LOG_GROUP_PREFIX}{self._physical_name} by rule and address."
                ),
            ),
            site=args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )
