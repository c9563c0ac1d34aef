"""Elastic Compute Cloud: transit gateways, the networks attached to them, and their static routes."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.ec2_common import delete_standing, found_by, standing
from sandbox.providers.aws.spec import ID, Aspect, Call, Read, Run, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2

_OPTIONS = {
    name: f"Options.{name[0].upper()}{name[1:]}"
    for name in (
        "amazonSideAsn",
        "autoAcceptSharedAttachments",
        "defaultRouteTableAssociation",
        "defaultRouteTablePropagation",
        "dnsSupport",
        "multicastSupport",
        "vpnEcmpSupport",
    )
}
_GATEWAY = standing(Read("describe_transit_gateways", {"TransitGatewayIds": [ID]}, result="TransitGateways"))
TRANSIT_GATEWAY = Type(
    "aws:ec2transitgateway/transitGateway:TransitGateway",
    service="ec2",
    id="TransitGatewayId",
    create=Call(
        "create_transit_gateway",
        rename={"tags": tag_specifications("transit-gateway")},
        result="TransitGateway",
    ),
    read=_GATEWAY,
    update=Call("modify_transit_gateway", {"TransitGatewayId": ID}),
    delete=delete_standing("delete_transit_gateway", "TransitGatewayId", _GATEWAY),
    find=found_by(Read("describe_transit_gateways", result="TransitGateways"), "TransitGatewayId", {}),
    rename=_OPTIONS,
    tags=tagged_on_ec2(),
    outputs={
        "arn": "TransitGatewayArn",
        "associationDefaultRouteTableId": "Options.AssociationDefaultRouteTableId",
        "ownerId": "OwnerId",
        "propagationDefaultRouteTableId": "Options.PropagationDefaultRouteTableId",
    },
    replaces={"multicastSupport"},
    defaults={
        "amazonSideAsn": 64512,
        "autoAcceptSharedAttachments": "disable",
        "defaultRouteTableAssociation": "enable",
        "defaultRouteTablePropagation": "enable",
        "dnsSupport": "enable",
        "multicastSupport": "disable",
        "vpnEcmpSupport": "enable",
    },
)


def _change_subnets(act: Act) -> None:
    live = act.look(_ATTACHMENT) or {}
    had, wanted = live.get("SubnetIds", []), act["subnetIds"]
    change = {
        "AddSubnetIds": [subnet for subnet in wanted if subnet not in had],
        "RemoveSubnetIds": [subnet for subnet in had if subnet not in wanted],
    }
    act.call("modify_transit_gateway_vpc_attachment", TransitGatewayAttachmentId=act.id, **change)


_ATTACHMENT_ID = {"TransitGatewayAttachmentId": ID}
_ATTACHMENT = standing(
    Read(
        "describe_transit_gateway_vpc_attachments",
        {"TransitGatewayAttachmentIds": [ID]},
        result="TransitGatewayVpcAttachments",
    )
)
VPC_ATTACHMENT = Type(
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    service="ec2",
    id="TransitGatewayAttachmentId",
    create=Call(
        "create_transit_gateway_vpc_attachment",
        rename={"tags": tag_specifications("transit-gateway-attachment")},
        result="TransitGatewayVpcAttachment",
    ),
    read=_ATTACHMENT,
    update=Call("modify_transit_gateway_vpc_attachment", _ATTACHMENT_ID),
    delete=delete_standing("delete_transit_gateway_vpc_attachment", "TransitGatewayAttachmentId", _ATTACHMENT),
    find=found_by(
        Read("describe_transit_gateway_vpc_attachments", result="TransitGatewayVpcAttachments"),
        "TransitGatewayAttachmentId",
        {"TransitGatewayId": "{transitGatewayId}", "VpcId": "{vpcId}"},
        tagged=False,
    ),
    rename={
        name: f"Options.{name[0].upper()}{name[1:]}"
        for name in ("applianceModeSupport", "dnsSupport", "ipv6Support", "securityGroupReferencingSupport")
    },
    aspects=(Aspect({"subnetIds"}, put=Run(_change_subnets), created=True),),
    tags=tagged_on_ec2(),
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:transit-gateway-attachment/{id}",
        "vpcOwnerId": "VpcOwnerId",
    },
    replaces={"transitGatewayId", "vpcId"},
    defaults={
        "applianceModeSupport": "disable",
        "dnsSupport": "enable",
        "ipv6Support": "disable",
        "securityGroupReferencingSupport": "enable",
    },
    forgotten={"tags": "the emulator doesn't tell an attachment's tags"},
)

_ROUTE = Read(
    "search_transit_gateway_routes",
    {
        "TransitGatewayRouteTableId": "{transitGatewayRouteTableId}",
        "Filters": [{"Name": "type", "Values": ["static"]}],
    },
    result="Routes",
    where={"DestinationCidrBlock": "{destinationCidrBlock}"},
)


def _delete_route(act: Act) -> None:
    """Delete the route if there is one; the emulator fails where AWS says that there is none."""
    if act.look(_ROUTE):
        act.call(
            "delete_transit_gateway_route",
            TransitGatewayRouteTableId=act["transitGatewayRouteTableId"],
            DestinationCidrBlock=act["destinationCidrBlock"],
        )


TRANSIT_GATEWAY_ROUTE = Type(
    "aws:ec2transitgateway/route:Route",
    service="ec2",
    id="{transitGatewayRouteTableId}_{destinationCidrBlock}",
    create=Call("create_transit_gateway_route", result="Route"),
    read=_ROUTE,
    delete=Run(_delete_route, takes={"destinationCidrBlock", "transitGatewayRouteTableId"}),
    replaces={"blackhole", "destinationCidrBlock", "transitGatewayAttachmentId", "transitGatewayRouteTableId"},
    write_only={"transitGatewayRouteTableId"},
    forgotten={
        "blackhole": "the emulator tells no route's target",
        "transitGatewayAttachmentId": "the emulator tells no route's target",
    },
)

TYPES = (TRANSIT_GATEWAY, VPC_ATTACHMENT, TRANSIT_GATEWAY_ROUTE)
