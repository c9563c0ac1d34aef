"""Step Functions: state machines, which run in the emulator, and aliases of their versions."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Autoname, Call, Look, Read, Type
from sandbox.providers.aws.tags import tagged_by

_MACHINE = {"stateMachineArn": ID}
_ARN = "arn:{partition}:states:{region}:{account}:stateMachine:{name}"
_DESCRIBE = Read("describe_state_machine", _MACHINE)


def _read(act: Act) -> Mapping[str, Any] | None:
    """Return the state machine, with the newest version where the program wants versions."""
    found = act.look(_DESCRIBE)
    if found is None or not act.inputs.get("publish"):
        return found
    versions = act.call("list_state_machine_versions", stateMachineArn=act.id)["stateMachineVersions"]
    arns = [str(one["stateMachineVersionArn"]) for one in versions]
    newest = max(arns, key=lambda arn: int(arn.rpartition(":")[2]), default="")
    return {**found, "stateMachineVersionArn": newest}


STATE_MACHINE = Type(
    "aws:sfn/stateMachine:StateMachine",
    service="stepfunctions",
    id=_ARN,
    create=Call("create_state_machine"),
    read=Look(_read, _DESCRIBE, adds=frozenset({"stateMachineVersionArn"})),
    update=Call("update_state_machine", _MACHINE),
    delete=Call("delete_state_machine", _MACHINE),
    tags=tagged_by({"resourceArn": ID}),
    name=Autoname("name", 80),
    rename={"loggingConfiguration.logDestination": "destinations.cloudWatchLogsLogGroup.logGroupArn"},
    outputs={
        "arn": _ARN,
        "description": "description",
        "revisionId": "revisionId",
        "stateMachineVersionArn": "stateMachineVersionArn",
        "status": "status",
    },
    replaces={"name", "namePrefix", "type"},
    defaults={
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
        "loggingConfiguration": {"level": "OFF", "includeExecutionData": False},
        "publish": False,
        "type": "STANDARD",
    },
    write_only={"publish"},
    forgotten={"tracingConfiguration": "the emulator doesn't keep it, and traces nothing"},
    differs={
        "definition": "it isn't judged before it runs (`groot preflight` does), and no execution as a whole times out",
        "encryptionConfiguration": "the key is kept and nothing is encrypted under it",
        "loggingConfiguration": "executions write no log; their history tells the same",
        "roleArn": "calls are made whatever the role may do",
        "type": "express workflows run as standard ones do",
    },
)


def _alias_arn(act: Act) -> str:
    version = act["routingConfigurations"][0]["stateMachineVersionArn"]
    return f"{version.rpartition(':')[0]}:{act['name']}"


ALIAS = Type(
    "aws:sfn/alias:Alias",
    service="stepfunctions",
    id=_alias_arn,
    create=Call("create_state_machine_alias"),
    read=Read("describe_state_machine_alias", {"stateMachineAliasArn": ID}),
    update=Call("update_state_machine_alias", {"stateMachineAliasArn": ID}),
    delete=Call("delete_state_machine_alias", {"stateMachineAliasArn": ID}),
    outputs={"arn": "stateMachineAliasArn"},
    replaces={"name"},
    defaults={"description": ""},
)

TYPES = (STATE_MACHINE, ALIAS)
