"""Amazon EventBridge: rules and their targets."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import As, Autoname, Call, Read, Template, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.providers.aws.templates import OMIT

_DEFAULT_BUS = "default"


def _joined(separator: str, *names: str) -> Template:
    """Return the template of an id: *names*, after the bus when it isn't the default one."""

    def join(act: Act) -> str:
        bus = act.inputs.get("eventBusName")
        parts = ([bus] if bus not in (None, _DEFAULT_BUS) else []) + [act[name] for name in names]
        return separator.join(parts)

    return join


def _rule_name(act: Act) -> str:
    return str(act.inputs.get("name") or act.id.rpartition("/")[2])


def _bus_name(act: Act) -> str:
    return act.inputs.get("eventBusName") or act.id.rpartition("/")[0] or OMIT


_RULE = {"Name": _rule_name, "EventBusName": _bus_name}
_PUT_RULE = Call("put_rule")

RULE = Type(
    "aws:cloudwatch/eventRule:EventRule",
    service="events",
    id=_joined("/", "name"),
    create=_PUT_RULE,
    read=Read("describe_rule", _RULE),
    update=_PUT_RULE,
    delete=Call("delete_rule", {**_RULE, "Force": "{forceDestroy?}"}),
    tags=tagged_by({"ResourceARN": "{arn}"}),
    name=Autoname("name", 64),
    rename={"isEnabled": As("State", lambda on: "ENABLED" if on else "DISABLED", lambda state: state == "ENABLED")},
    outputs={"arn": "Arn"},
    replaces={"eventBusName", "name", "namePrefix"},
    defaults={"description": "", "eventBusName": _DEFAULT_BUS},
    local={"forceDestroy"},
)

_OF_RULE = {"Rule": "{rule}", "EventBusName": "{eventBusName?}"}
_PARAMETERS = {
    "appsyncTarget": "AppSyncParameters",
    "appsyncTarget.graphqlOperation": "GraphQLOperation",
    "batchTarget": "BatchParameters",
    "batchTarget.arraySize": "ArrayProperties.Size",
    "batchTarget.jobAttempts": "RetryStrategy.Attempts",
    "ecsTarget": "EcsParameters",
    "ecsTarget.enableEcsManagedTags": "EnableECSManagedTags",
    "ecsTarget.networkConfiguration": "NetworkConfiguration.awsvpcConfiguration",
    "ecsTarget.networkConfiguration.assignPublicIp": As(
        "AssignPublicIp", lambda on: "ENABLED" if on else "DISABLED", lambda word: word == "ENABLED"
    ),
    "ecsTarget.orderedPlacementStrategies": "PlacementStrategy",
    "httpTarget": "HttpParameters",
    "inputTransformer.inputPaths": "InputPathsMap",
    "kinesisTarget": "KinesisParameters",
    "redshiftTarget": "RedshiftDataParameters",
    "redshiftTarget.secretsManagerArn": "SecretManagerArn",
    "runCommandTargets": "RunCommandParameters.RunCommandTargets",
    "sagemakerPipelineTarget": "SageMakerPipelineParameters",
    "sagemakerPipelineTarget.pipelineParameterLists": "PipelineParameterList",
    "sqsTarget": "SqsParameters",
    "targetId": "Id",
}
"""Members of a target by property, where they differ."""
_OWN = ("arn", "deadLetterConfig", "input", "inputPath", "inputTransformer", "retryPolicy", "roleArn")
_MEMBERS = {**{name: name[0].upper() + name[1:] for name in _OWN}, **_PARAMETERS}


def _in_targets(path: str, member: str | As) -> str | As:
    if "." in path:
        return member
    assert isinstance(member, str)  # noqa: S101 - only nested properties have codecs
    return f"Targets.{member}"


_PUT_TARGETS = Call(
    "put_targets", _OF_RULE, rename={path: _in_targets(path, member) for path, member in _MEMBERS.items()}
)

TARGET = Type(
    "aws:cloudwatch/eventTarget:EventTarget",
    service="events",
    id=_joined("-", "rule", "targetId"),
    create=_PUT_TARGETS,
    read=Read("list_targets_by_rule", _OF_RULE, result="Targets", where={"Id": "{targetId}"}, rename=_MEMBERS),
    update=_PUT_TARGETS,
    delete=Call("remove_targets", {**_OF_RULE, "Ids": ["{targetId}"], "Force": "{forceDestroy?}"}),
    name=Autoname("targetId", 64),
    replaces={"eventBusName", "rule", "targetId"},
    defaults={"eventBusName": _DEFAULT_BUS},
    local={"forceDestroy"},
)

TYPES = (RULE, TARGET)
