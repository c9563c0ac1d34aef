"""Systems Manager: parameters."""

from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Made, Read, Type
from sandbox.providers.aws.tags import tagged_by

_RESOURCE = {"ResourceType": "Parameter", "ResourceId": ID}

PARAMETER = Type(
    "aws:ssm/parameter:Parameter",
    service="ssm",
    id="{name}",
    create=Call("put_parameter"),
    update=Call("put_parameter", {"Name": ID, "Type": "{type}", "Overwrite": True}),
    read=Read("get_parameter", {"Name": ID, "WithDecryption": True}, result="Parameter"),
    delete=Call("delete_parameter", {"Name": ID}),
    name=Autoname("name", 1011),
    rename={"insecureValue": "Value", "valueWo": None, "valueWoVersion": None},
    aspects=(
        Aspect(
            {"allowedPattern", "description", "keyId", "tier"},
            read=Read(
                "describe_parameters",
                {"ParameterFilters": [{"Key": "Name", "Values": [ID]}]},
                result="Parameters",
            ),
        ),
    ),
    tags=tagged_by(_RESOURCE, put="add_tags_to_resource", remove="remove_tags_from_resource"),
    outputs={
        "arn": Made(
            lambda start, name: start + name.removeprefix("/"),
            "arn:{partition}:ssm:{region}:{account}:parameter/",
            "{name}",
        ),
        "version": "Version",
    },
    replaces={"name", "type", "dataType"},
    defaults={"dataType": "text", "tier": "Standard"},
    differs={"description": "the emulator keeps the old one when it is taken away"},
    write_only={"overwrite"},
)

TYPES = (PARAMETER,)
