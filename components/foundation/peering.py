"""The link between two regions' transit gateways, and the routes that lead over it.

AWS encrypts traffic between peered gateways and keeps it on its own network. Peered gateways learn no routes from
each other, so each side gets a static one (Amazon VPC Transit Gateways guide, "Peering attachments").
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.site import Site


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
        self._create_route(args.requester, args.accepter, accepter)
        self._create_route(args.accepter, args.requester, accepter)
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

    def _create_route(
        self, source: Endpoint, target: Endpoint, accepter: aws.ec2transitgateway.PeeringAttachmentAccepter
    ) -> None:
        """Lead *source* to *target*'s block; a route needs an accepted attachment."""
        aws.ec2transitgateway.Route(
            f"{self._name}-{source.site.name}-route",
            region=source.site.name,
            transit_gateway_route_table_id=source.route_table_id,
            destination_cidr_block=target.site.region.cidr,
            transit_gateway_attachment_id=accepter.transit_gateway_attachment_id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
