"""Elastic Compute Cloud: route tables, their routes and associations."""

import zlib
from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.ec2_common import found_by
from sandbox.providers.aws.spec import ID, Call, Find, Look, Read, Run, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2

ROUTE_TABLE = Type(
    "aws:ec2/routeTable:RouteTable",
    service="ec2",
    id="RouteTableId",
    create=Call("create_route_table", rename={"tags": tag_specifications("route-table")}, result="RouteTable"),
    read=Read("describe_route_tables", {"RouteTableIds": [ID]}, result="RouteTables"),
    delete=Call("delete_route_table", {"RouteTableId": ID}),
    find=found_by(Read("describe_route_tables", result="RouteTables"), "RouteTableId", {"VpcId": "{vpcId}"}),
    tags=tagged_on_ec2(),
    outputs={"arn": "arn:{partition}:ec2:{region}:{account}:route-table/{id}", "ownerId": "OwnerId"},
    replaces={"vpcId"},
)

DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
TARGETS = (
    "carrierGatewayId",
    "egressOnlyGatewayId",
    "gatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
)
_CREATE = Call(
    "create_route",
    rename={
        "egressOnlyGatewayId": "EgressOnlyInternetGatewayId",
        **dict.fromkeys(("coreNetworkArn", "localGatewayId", "odbNetworkArn")),
    },
)


def _destination(act: Act) -> tuple[str, str]:
    """Return the member that names the route's destination, and the destination."""
    name = next(name for name in DESTINATIONS if act.inputs.get(name))
    return name[0].upper() + name[1:], str(act[name])


def _route_id(act: Act) -> str:
    """Return the id that Pulumi gives a route: its table's, and a checksum of the destination."""
    return f"r-{act['routeTableId']}{zlib.crc32(_destination(act)[1].encode())}"


def _delete_route(act: Act) -> None:
    member, value = _destination(act)
    act.call("delete_route", RouteTableId=act["routeTableId"], **{member: value})


def _lead_elsewhere(act: Act) -> None:
    """Make the route anew: the emulator's ReplaceRoute knows no endpoints."""
    _delete_route(act)
    act.send(_CREATE, act.inputs)


def _find_route(act: Act) -> Mapping[str, Any] | None:
    member, value = _destination(act)
    table = act.look(Read("describe_route_tables", {"RouteTableIds": ["{routeTableId}"]}, result="RouteTables"))
    return next((one for one in (table or {}).get("Routes", ()) if one.get(member) == value), None)


ROUTE = Type(
    "aws:ec2/route:Route",
    service="ec2",
    id=_route_id,
    create=_CREATE,
    read=Look(
        _find_route,
        Read(
            "describe_route_tables",
            rename={"egressOnlyGatewayId": "EgressOnlyInternetGatewayId", "vpcEndpointId": "GatewayId"},
            result="RouteTables.Routes",
        ),
    ),
    update=Run(_lead_elsewhere, takes=TARGETS),
    delete=Run(_delete_route, takes={"routeTableId", *DESTINATIONS}),
    outputs={"origin": "Origin", "state": "State"},
    replaces={"routeTableId", *DESTINATIONS},
    write_only={"routeTableId"},
)

_TABLES = Read("describe_route_tables", result="RouteTables.Associations")
_END = {"subnetId": "SubnetId", "gatewayId": "GatewayId"}


def _association(act: Act) -> Mapping[str, Any] | None:
    """Return the association of the resource's subnet or gateway: moving it to another table changes its id."""
    ends = {member: act.inputs[name] for name, member in _END.items() if act.inputs.get(name)}
    wanted = ends or {"RouteTableAssociationId": act.id}
    for table in act.pages("describe_route_tables")["RouteTables"]:
        for association in table["Associations"]:
            if wanted.items() <= association.items():
                return association
    return None


def _move(act: Act) -> None:
    association = _association(act)
    if association:
        act.call(
            "replace_route_table_association",
            AssociationId=association["RouteTableAssociationId"],
            RouteTableId=act["routeTableId"],
        )


def _disassociate(act: Act) -> None:
    association = _association(act)
    if association:
        act.call("disassociate_route_table", AssociationId=association["RouteTableAssociationId"])


ROUTE_TABLE_ASSOCIATION = Type(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    service="ec2",
    id="AssociationId",
    create=Call("associate_route_table"),
    read=Look(_association, _TABLES),
    update=Run(_move, takes={"routeTableId"}),
    delete=Run(_disassociate, takes={"subnetId", "gatewayId"}),
    find=Find(Look(_association, _TABLES), "RouteTableAssociationId"),
    replaces={"subnetId", "gatewayId"},
)

TYPES = (ROUTE_TABLE, ROUTE, ROUTE_TABLE_ASSOCIATION)
