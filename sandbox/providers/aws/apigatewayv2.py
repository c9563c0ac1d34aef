"""API Gateway's second version: the links through which APIs of the first reach load balancers."""

from sandbox.providers.aws.spec import ID, Autoname, Call, Find, Read, Type
from sandbox.providers.aws.tags import tagged_by

_LINK = {"VpcLinkId": ID}

VPC_LINK = Type(
    "aws:apigatewayv2/vpcLink:VpcLink",
    service="apigatewayv2",
    id="VpcLinkId",
    create=Call("create_vpc_link"),
    read=Read("get_vpc_link", _LINK),
    update=Call("update_vpc_link", _LINK),
    delete=Call("delete_vpc_link", _LINK),
    find=Find(Read("get_vpc_links", result="Items", where={"Name": "{name}"}), "VpcLinkId"),
    name=Autoname("name", 128),
    tags=tagged_by({"ResourceArn": "{arn}"}, read="get_tags"),
    outputs={"arn": "arn:{partition}:apigateway:{region}::/vpclinks/{id}"},
    replaces={"securityGroupIds", "subnetIds"},
)

TYPES = (VPC_LINK,)
