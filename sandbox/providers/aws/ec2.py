"""Elastic Compute Cloud: networks, their subnets, and what instances default to."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.providers.aws import templates
from sandbox.providers.aws.act import Act, steps
from sandbox.providers.aws.ec2_common import found_by
from sandbox.providers.aws.reading import ABSENT, get
from sandbox.providers.aws.spec import ID, Aspect, Call, Read, Recorded, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2

_POOLS = dict.fromkeys(("ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength"))
_NO_VPC = {**_POOLS, "ipv6CidrBlockNetworkBorderGroup": None}
_NO_SUBNET = {**_POOLS, "ipv6Native": None, "outpostArn": None}
"""Properties that no call here takes: address pools and IPv6 blocks."""


def _switch(name: str, identifier: str, operation: str, *, standard: bool, read: Read | None = None) -> Aspect:
    """Return the attribute *name*, which has a call of its own for changing it."""
    member = name[:1].upper() + name[1:]
    return Aspect(
        {name},
        put=Call(operation, {identifier: ID}, rename={name: f"{member}.Value"}),
        read=read,
        when=lambda inputs: inputs.get(name, standard) is not standard,
    )


def _vpc_attribute(name: str, *, standard: bool) -> Aspect:
    member = name[:1].upper() + name[1:]
    read = Read("describe_vpc_attribute", {"VpcId": ID, "Attribute": name}, rename={name: f"{member}.Value"})
    return _switch(name, "VpcId", "modify_vpc_attribute", standard=standard, read=read)


def _made_with_vpc(name: str, operation: str, path: str, filters: Mapping[str, str]) -> Callable[[Act], Any]:
    """Return the output *name* of a VPC: the id of something that AWS creates along with it."""

    def function(act: Act) -> Any:
        if not act.id:
            if act.outputs.get(name) is None:
                raise templates.UnknownValueError(name)
            return act.outputs[name]
        wanted = [{"Name": key, "Values": [value]} for key, value in {"vpc-id": act.id, **filters}.items()]
        found = get(act.call(operation, Filters=wanted), steps(path))
        return act.outputs.get(name, "") if found is ABSENT else found

    return function


VPC = Type(
    "aws:ec2/vpc:Vpc",
    service="ec2",
    id="VpcId",
    create=Call("create_vpc", rename={**_NO_VPC, "tags": tag_specifications("vpc")}, result="Vpc"),
    read=Read("describe_vpcs", {"VpcIds": [ID]}, rename=_NO_VPC, result="Vpcs"),
    delete=Call("delete_vpc", {"VpcId": ID}),
    find=found_by(Read("describe_vpcs", result="Vpcs"), "VpcId", {"CidrBlock": "{cidrBlock}"}),
    aspects=(
        _vpc_attribute("enableDnsSupport", standard=True),
        _vpc_attribute("enableDnsHostnames", standard=False),
        _vpc_attribute("enableNetworkAddressUsageMetrics", standard=False),
    ),
    tags=tagged_on_ec2(),
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc/{id}",
        "ownerId": "OwnerId",
        "dhcpOptionsId": "DhcpOptionsId",
        "defaultNetworkAclId": _made_with_vpc(
            "defaultNetworkAclId", "describe_network_acls", "NetworkAcls.NetworkAclId", {"default": "true"}
        ),
        "defaultSecurityGroupId": _made_with_vpc(
            "defaultSecurityGroupId", "describe_security_groups", "SecurityGroups.GroupId", {"group-name": "default"}
        ),
        "defaultRouteTableId": _made_with_vpc(
            "defaultRouteTableId",
            "describe_route_tables",
            "RouteTables.RouteTableId",
            {"association.main": "true"},
        ),
        "mainRouteTableId": _made_with_vpc(
            "mainRouteTableId", "describe_route_tables", "RouteTables.RouteTableId", {"association.main": "true"}
        ),
    },
    replaces={"cidrBlock", "instanceTenancy"},
    defaults={
        "enableDnsHostnames": False,
        "enableDnsSupport": True,
        "enableNetworkAddressUsageMetrics": False,
        "instanceTenancy": "default",
    },
)

SUBNET = Type(
    "aws:ec2/subnet:Subnet",
    service="ec2",
    id="SubnetId",
    create=Call("create_subnet", rename={**_NO_SUBNET, "tags": tag_specifications("subnet")}, result="Subnet"),
    read=Read("describe_subnets", {"SubnetIds": [ID]}, rename=_NO_SUBNET, result="Subnets"),
    delete=Call("delete_subnet", {"SubnetId": ID}),
    find=found_by(
        Read("describe_subnets", result="Subnets"),
        "SubnetId",
        {"VpcId": "{vpcId}", "CidrBlock": "{cidrBlock}"},
        tagged=False,
    ),
    aspects=(
        _switch("mapPublicIpOnLaunch", "SubnetId", "modify_subnet_attribute", standard=False),
        _switch("assignIpv6AddressOnCreation", "SubnetId", "modify_subnet_attribute", standard=False),
    ),
    tags=tagged_on_ec2(),
    outputs={
        "arn": "SubnetArn",
        "availabilityZone": "AvailabilityZone",
        "availabilityZoneId": "AvailabilityZoneId",
        "ownerId": "OwnerId",
    },
    replaces={"vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"},
    defaults={"assignIpv6AddressOnCreation": False, "mapPublicIpOnLaunch": False},
)


INSTANCE_METADATA_DEFAULTS = Recorded(
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
    reason="the emulator has no ModifyInstanceMetadataDefaults",
    id="{region}",
    tags=False,
)

TYPES = (VPC, SUBNET, INSTANCE_METADATA_DEFAULTS)
