"""Access logs of a CloudFront distribution, delivered to an encrypted log group (standard logging v2).

The older logging writes to a bucket through access lists, which the platform's buckets refuse (CloudFront Developer
Guide, "Configure standard logging (v2)"). Deliveries of CloudFront are set up in the control region.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.paths import registered, searched
from components._shared.service_logs import ServiceLogs, ServiceLogsArgs
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class CdnLogsArgs:
    """What the logs of a distribution need."""

    site: Site
    """The control region."""
    distribution_arn: pulumi.Input[str]
    """Distribution that is logged."""


class CdnLogs(pulumi.ComponentResource):
    """A log group and the delivery of a distribution's access log into it."""

    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: CdnLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:CdnLogs", name, {}, opts)
        self._name = name
        self._args = args
        logs = self._create_logs()
        self._create_delivery(logs)
        self.log_group_name = logs.log_group_name
        paths = registered(searched("requests", args.distribution_arn))
        self.register_outputs({"log_group_name": self.log_group_name, "paths": paths})

    def _create_logs(self) -> ServiceLogs:
        args = self._args
        return ServiceLogs(
            f"{self._name}-access",
            ServiceLogsArgs(
                site=args.site,
                path=f"/aws/vendedlogs/cloudfront/{args.site.context.physical_name('cdn')}",
                service="delivery.logs.amazonaws.com",
            ),
            pulumi.ResourceOptions(parent=self),
        )

    def _create_delivery(self, logs: ServiceLogs) -> None:
        context = self._args.site.context
        child = pulumi.ResourceOptions(parent=self)
        source = aws.cloudwatch.LogDeliverySource(
            f"{self._name}-source",
            name=context.physical_name("cdn-access", max_length=60),
            region=self._args.site.name,
            log_type="ACCESS_LOGS",
            resource_arn=self._args.distribution_arn,
            tags=context.tagged(f"{self._name}-source"),
            opts=child,
        )
        destination = aws.cloudwatch.LogDeliveryDestination(
            f"{self._name}-destination",
            name=context.physical_name("cdn-access", max_length=60),
            region=self._args.site.name,
            output_format="json",
            delivery_destination_configuration=aws.cloudwatch.LogDeliveryDestinationDeliveryDestinationConfigurationArgs(
                destination_resource_arn=logs.log_group_arn
            ),
            tags=context.tagged(f"{self._name}-destination"),
            opts=child,
        )
        aws.cloudwatch.LogDelivery(
            f"{self._name}-delivery",
            region=self._args.site.name,
            delivery_source_name=source.name,
            delivery_destination_arn=destination.arn,
            tags=context.tagged(f"{self._name}-delivery"),
            opts=child,
        )
