"""Destinations of CloudWatch Logs, which log groups are subscribed to across accounts and regions."""

from sandbox.providers.aws.spec import ID, Autoname, Call, Read, Type
from sandbox.providers.aws.tags import tagged_by

DESTINATION = Type(
    "aws:cloudwatch/logDestination:LogDestination",
    service="logs",
    id="{name}",
    create=Call("put_destination", result="destination"),
    read=Read(
        "describe_destinations",
        {"DestinationNamePrefix": ID},
        result="destinations",
        where={"destinationName": ID},
    ),
    update=Call("put_destination", result="destination"),
    delete=Call("delete_destination", {"destinationName": ID}),
    tags=tagged_by({"resourceArn": "{arn}"}),
    name=Autoname("name", 512),
    rename={"name": "destinationName"},
    outputs={"arn": "arn"},
    replaces={"name"},
)

_POLICY = Call("put_destination_policy")

DESTINATION_POLICY = Type(
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
    service="logs",
    id="{destinationName}",
    create=_POLICY,
    read=Read(
        "describe_destinations",
        {"DestinationNamePrefix": ID},
        result="destinations",
        where={"destinationName": ID},
        exists="accessPolicy",
    ),
    update=_POLICY,
    delete=None,
    replaces={"destinationName"},
    forgotten={"forceUpdate": "how a policy is put, not what it says"},
)

TYPES = (DESTINATION, DESTINATION_POLICY)
