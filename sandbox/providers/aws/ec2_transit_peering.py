"""Elastic Compute Cloud: peerings of transit gateways, as each side sees them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.ec2_common import found_by, standing
from sandbox.providers.aws.spec import ID, Call, Look, Read, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2

_ATTACHMENT_ID = {"TransitGatewayAttachmentId": ID}
_PEERING = Read(
    "describe_transit_gateway_peering_attachments",
    {"TransitGatewayAttachmentIds": [ID]},
    result="TransitGatewayPeeringAttachments",
)
_REQUESTED = {
    "transitGatewayId": "RequesterTgwInfo.TransitGatewayId",
    "peerAccountId": "AccepterTgwInfo.OwnerId",
    "peerRegion": "AccepterTgwInfo.Region",
    "peerTransitGatewayId": "AccepterTgwInfo.TransitGatewayId",
}
PEERING_ATTACHMENT = Type(
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
    service="ec2",
    id="TransitGatewayAttachmentId",
    create=Call(
        "create_transit_gateway_peering_attachment",
        {"PeerAccountId": lambda act: act.inputs.get("peerAccountId") or act.account},
        rename={"options": None, "tags": tag_specifications("transit-gateway-attachment")},
        result="TransitGatewayPeeringAttachment",
    ),
    read=standing(replace(_PEERING, rename=_REQUESTED)),
    delete=Call("delete_transit_gateway_peering_attachment", _ATTACHMENT_ID),
    find=found_by(
        Read("describe_transit_gateway_peering_attachments", result="TransitGatewayPeeringAttachments"),
        "TransitGatewayAttachmentId",
        {
            "RequesterTgwInfo.TransitGatewayId": "{transitGatewayId}",
            "AccepterTgwInfo.TransitGatewayId": "{peerTransitGatewayId}",
        },
        tagged=False,
    ),
    tags=tagged_on_ec2(),
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:transit-gateway-attachment/{id}",
        "peerAccountId": "AccepterTgwInfo.OwnerId",
        "state": "State",
    },
    replaces={"peerAccountId", "peerRegion", "peerTransitGatewayId", "transitGatewayId"},
)


def _accepted(act: Act) -> Mapping[str, Any] | None:
    """Return the accepted attachment without its tags, which are the requester's."""
    found = act.look(_PEERING)
    if found is None or found["State"] != "available":
        return None
    return {member: value for member, value in found.items() if member != "Tags"}


PEERING_ACCEPTER = Type(
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
    service="ec2",
    id="{transitGatewayAttachmentId}",
    create=Call("accept_transit_gateway_peering_attachment", result="TransitGatewayPeeringAttachment"),
    read=Look(_accepted, _PEERING),
    delete=Call("delete_transit_gateway_peering_attachment", _ATTACHMENT_ID),
    tags=replace(tagged_on_ec2(), created=False),
    outputs={
        "peerAccountId": "RequesterTgwInfo.OwnerId",
        "peerRegion": "RequesterTgwInfo.Region",
        "peerTransitGatewayId": "RequesterTgwInfo.TransitGatewayId",
        "transitGatewayId": "AccepterTgwInfo.TransitGatewayId",
    },
    replaces={"transitGatewayAttachmentId"},
    forgotten={"tags": "the emulator tells the requester's tags on both sides"},
)

TYPES = (PEERING_ATTACHMENT, PEERING_ACCEPTER)
