"""The link between two regions' transit gateways, and the routes that lead over it.

AWS encrypts traffic between peered gateways and keeps it on its own network. Peered gateways learn no routes from
each other, so each side gets a static one (Amazon VPC Transit Gateways guide, "Peering attachments").

The side that asked learns of the acceptance later than the side that accepted, and takes no route before. The provider
doesn't try again what is refused so (terraform-provider-aws #14228): its route waits until its own region says so.
"""

from asyncio import sleep
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.site import Site

ATTEMPTS, PAUSE_SECONDS = 60, 5
"""How often, and how far apart, the side that asked is asked whether the attachment is there: for five minutes."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One side of a peering."""

    site: Site
    """The gateway's region."""
    transit_gateway_id: pulumi.Input[str]
    """The gateway."""
    route_table_id: pulumi.Input[str]
    """The gateway's route table."""


@dataclass(frozen=True, kw_only=True)
class TransitPeeringArgs:
    """The two gateways."""

    requester: Endpoint
    """The side that asks."""
    accepter: Endpoint
    """The side that accepts."""


class TransitPeering(pulumi.ComponentResource):
    """A peering attachment, its acceptance, and a route each way.

    Two gateways have one peering, and a table one route to a block (Amazon VPC, "Quotas for your transit gateways"):
    what is replaced goes first.
    """

    attachment_id: pulumi.Output[str]
    """Id of the attachment, the same on both sides."""

    def __init__(self, name: str, args: TransitPeeringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:TransitPeering", name, {}, opts)
        self._name, self._args = name, args
        attachment = self._create_attachment()
        accepter = self._create_accepter(attachment)
        accepted = accepter.transit_gateway_attachment_id
        here = accepted.apply(lambda attachment_id: available(attachment_id, args.requester.site.name))
        self._create_route(args.requester, args.accepter, here)
        self._create_route(args.accepter, args.requester, accepted)
        self.attachment_id = attachment.id
        self.register_outputs({"attachment_id": self.attachment_id})

    def _create_attachment(self) -> aws.ec2transitgateway.PeeringAttachment:
        requester, accepter = self._args.requester, self._args.accepter
        return aws.ec2transitgateway.PeeringAttachment(
            f"{self._name}-attachment",
            region=requester.site.name,
            transit_gateway_id=requester.transit_gateway_id,
            peer_region=accepter.site.name,
            peer_transit_gateway_id=accepter.transit_gateway_id,
            tags=self._args.requester.site.context.tagged(f"{self._name}-attachment"),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _create_accepter(
        self, attachment: aws.ec2transitgateway.PeeringAttachment
    ) -> aws.ec2transitgateway.PeeringAttachmentAccepter:
        return aws.ec2transitgateway.PeeringAttachmentAccepter(
            f"{self._name}-accepter",
            region=self._args.accepter.site.name,
            transit_gateway_attachment_id=attachment.id,
            tags=self._args.requester.site.context.tagged(f"{self._name}-accepter"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_route(self, source: Endpoint, target: Endpoint, attachment_id: pulumi.Output[str]) -> None:
        """Lead *source* to *target*'s block over the attachment, which has to be there on that side."""
        aws.ec2transitgateway.Route(
            f"{self._name}-{source.site.name}-route",
            region=source.site.name,
            transit_gateway_route_table_id=source.route_table_id,
            destination_cidr_block=target.site.region.cidr,
            transit_gateway_attachment_id=attachment_id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )


async def available(attachment_id: str, region: str) -> str:
    """Return *attachment_id* once *region* says that the attachment is available; a preview doesn't wait.

    Raises:
        pulumi.RunError: it isn't after `ATTEMPTS`.
    """
    if pulumi.runtime.is_dry_run():
        return attachment_id
    for _ in range(ATTEMPTS):
        found = aws.ec2transitgateway.get_peering_attachment_output(id=attachment_id, region=region)
        if await found.state.future() == "available":
            return attachment_id
        await sleep(PAUSE_SECONDS)
    raise pulumi.RunError(
        f"{attachment_id}: accepted {ATTEMPTS * PAUSE_SECONDS // 60} minutes ago, and {region} doesn't say that it is "
        "available; look at its state there, and run again"
    )
