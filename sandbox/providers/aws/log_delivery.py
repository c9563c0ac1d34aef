"""Vended logs: what a service delivers (source), where to (destination), and the delivery that joins the two."""

from sandbox.providers.aws.spec import ID, As, Autoname, Call, Find, Read, Type
from sandbox.providers.aws.tags import tagged_by

_TAGS = tagged_by({"resourceArn": "{arn}"})

SOURCE = Type(
    "aws:cloudwatch/logDeliverySource:LogDeliverySource",
    service="logs",
    id="{name}",
    create=Call("put_delivery_source", result="deliverySource"),
    read=Read(
        "get_delivery_source",
        {"name": ID},
        result="deliverySource",
        rename={"resourceArn": As("resourceArns", lambda arn: [arn], lambda arns: arns[0])},
    ),
    delete=Call("delete_delivery_source", {"name": ID}),
    tags=_TAGS,
    name=Autoname("name", 60),
    outputs={"arn": "arn", "service": "service"},
    replaces={"name", "logType", "resourceArn"},
)

_DESTINATION = Call("put_delivery_destination", result="deliveryDestination")

DESTINATION = Type(
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    service="logs",
    id="{name}",
    create=_DESTINATION,
    read=Read("get_delivery_destination", {"name": ID}, result="deliveryDestination"),
    update=_DESTINATION,
    delete=Call("delete_delivery_destination", {"name": ID}),
    tags=_TAGS,
    name=Autoname("name", 60),
    outputs={"arn": "arn", "deliveryDestinationType": "deliveryDestinationType"},
    replaces={"name"},
)

DELIVERY = Type(
    "aws:cloudwatch/logDelivery:LogDelivery",
    service="logs",
    id="id",
    create=Call("create_delivery", result="delivery"),
    read=Read("get_delivery", {"id": ID}, result="delivery"),
    find=Find(
        Read("describe_deliveries", {}, result="deliveries", where={"deliverySourceName": "{deliverySourceName}"}), "id"
    ),
    delete=Call("delete_delivery", {"id": ID}),
    tags=_TAGS,
    outputs={"arn": "arn"},
    replaces={
        "deliverySourceName",
        "deliveryDestinationArn",
        "fieldDelimiter",
        "recordFields",
        "s3DeliveryConfigurations",
    },
)

TYPES = (SOURCE, DESTINATION, DELIVERY)
