"""Elastic Compute Cloud: gateways to the internet, and the addresses they use."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.ec2_common import found_by, standing
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.spec import ID, Aspect, Call, Read, Run, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2


def _attach(act: Act) -> None:
    _detach(act)
    act.call("attach_internet_gateway", InternetGatewayId=act.id, VpcId=act["vpcId"])


def _detach(act: Act) -> None:
    answer = act.call("describe_internet_gateways", InternetGatewayIds=[act.id])
    for attachment in answer["InternetGateways"][0]["Attachments"]:
        act.call("detach_internet_gateway", InternetGatewayId=act.id, VpcId=attachment["VpcId"])


def _delete_internet_gateway(act: Act) -> None:
    _detach(act)
    act.call("delete_internet_gateway", InternetGatewayId=act.id)


INTERNET_GATEWAY = Type(
    "aws:ec2/internetGateway:InternetGateway",
    service="ec2",
    id="InternetGatewayId",
    create=Call(
        "create_internet_gateway", rename={"tags": tag_specifications("internet-gateway")}, result="InternetGateway"
    ),
    read=Read(
        "describe_internet_gateways",
        {"InternetGatewayIds": [ID]},
        rename={"vpcId": "Attachments.VpcId"},
        result="InternetGateways",
    ),
    delete=Run(_delete_internet_gateway),
    find=found_by(Read("describe_internet_gateways", result="InternetGateways"), "InternetGatewayId", {}),
    aspects=(Aspect({"vpcId"}, put=Run(_attach), clear=Run(_detach)),),
    tags=tagged_on_ec2(),
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:internet-gateway/{id}",
        "ownerId": "OwnerId",
    },
)

ELASTIC_IP = Type(
    "aws:ec2/eip:Eip",
    service="ec2",
    id="AllocationId",
    create=Call(
        "allocate_address",
        rename={
            "tags": tag_specifications("elastic-ip"),
            **dict.fromkeys(("address", "customerOwnedIpv4Pool", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool")),
        },
    ),
    read=Read("describe_addresses", {"AllocationIds": [ID]}, result="Addresses"),
    delete=Call("release_address", {"AllocationId": ID}),
    find=found_by(Read("describe_addresses", result="Addresses"), "AllocationId", {}),
    tags=tagged_on_ec2(),
    outputs={
        "allocationId": "AllocationId",
        "arn": "arn:{partition}:ec2:{region}:{account}:elastic-ip/{id}",
        "publicIp": "PublicIp",
    },
    replaces={"domain"},
)

_NAT_READ = {
    "allocationId": "NatGatewayAddresses.AllocationId",
    "privateIp": "NatGatewayAddresses.PrivateIp",
}


def _delete_nat_gateway(act: Act) -> None:
    """Delete it, and free its address, which AWS does by itself (VPC guide, *Delete a NAT gateway*)."""
    act.call("delete_nat_gateway", NatGatewayId=act.id)
    if association := act.outputs.get("associationId"):
        try:
            act.call("disassociate_address", AssociationId=association)
        except AwsError as error:
            if not error.says_gone():
                raise


NAT_GATEWAY = Type(
    "aws:ec2/natGateway:NatGateway",
    service="ec2",
    id="NatGatewayId",
    create=Call(
        "create_nat_gateway",
        rename={
            "privateIp": "PrivateIpAddress",
            "tags": tag_specifications("natgateway"),
            **dict.fromkeys(
                (
                    "availabilityMode",
                    "availabilityZoneAddresses",
                    "secondaryAllocationIds",
                    "secondaryPrivateIpAddressCount",
                    "secondaryPrivateIpAddresses",
                    "vpcId",
                )
            ),
        },
        result="NatGateway",
    ),
    read=standing(Read("describe_nat_gateways", {"NatGatewayIds": [ID]}, rename=_NAT_READ, result="NatGateways")),
    delete=Run(_delete_nat_gateway),
    find=found_by(Read("describe_nat_gateways", result="NatGateways"), "NatGatewayId", {"SubnetId": "{subnetId}"}),
    tags=tagged_on_ec2(),
    outputs={
        "associationId": "NatGatewayAddresses.AssociationId",
        "networkInterfaceId": "NatGatewayAddresses.NetworkInterfaceId",
        "privateIp": "NatGatewayAddresses.PrivateIp",
        "publicIp": "NatGatewayAddresses.PublicIp",
    },
    replaces={"allocationId", "connectivityType", "privateIp", "subnetId"},
    defaults={"connectivityType": "public"},
)

TYPES = (INTERNET_GATEWAY, ELASTIC_IP, NAT_GATEWAY)
