"""Lambda: what stands around a function: aliases, permissions, event sources, and where failed events go."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.lambda_ import FUNCTION_ARN, INVOKED
from sandbox.providers.aws.spec import ID, As, Autoname, Call, Find, Look, Made, Read, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.providers.aws.templates import OMIT

_UNUSED = "it is not emulated yet"
_ALIAS = {"FunctionName": "{functionName}", "Name": "{name}"}
_ALIAS_ARN = FUNCTION_ARN.replace("{name}", "{functionName}") + ":{name}"

ALIAS = Type(
    "aws:lambda/alias:Alias",
    service="lambda",
    id="{functionName}/{name}",
    create=Call("create_alias"),
    read=Read("get_alias", _ALIAS),
    update=Call("update_alias"),
    delete=Call("delete_alias", _ALIAS),
    name=Autoname("name", 128),
    rename={"routingConfig.additionalVersionWeights": "AdditionalVersionWeights"},
    outputs={"arn": _ALIAS_ARN, "invokeArn": f"{INVOKED}{_ALIAS_ARN}/invocations"},
    replaces={"functionName", "name"},
    defaults={"description": ""},
)


def _statement(act: Act) -> Mapping[str, Any] | None:
    """Return the permission's own statement in place of the function's whole policy."""
    found = act.look(_POLICY)
    statements = json.loads(found["Policy"])["Statement"] if found else []
    own = next((one for one in statements if one["Sid"] == act["statementId"]), None)
    return own and {"Policy": json.dumps(own)}


def _told(tell: Callable[[Mapping[str, Any]], Any]) -> As:
    """Return where a property stands in the statement."""
    return As("Policy", str, lambda statement: tell(json.loads(statement)))


def _principal(statement: Mapping[str, Any]) -> str:
    who = statement["Principal"]
    return who if isinstance(who, str) else next(iter(who.values()))


def _condition(key: str) -> As:
    def tell(statement: Mapping[str, Any]) -> Any:
        operators = statement.get("Condition", {}).values()
        return next((value for each in operators for name, value in each.items() if name.lower() == key), None)

    return _told(tell)


_POLICY = Read(
    "get_policy",
    {"FunctionName": "{function}", "Qualifier": "{qualifier?}"},
    rename={
        "action": _told(lambda statement: statement["Action"]),
        "principal": _told(_principal),
        "principalOrgId": _condition("aws:principalorgid"),
        "sourceAccount": _condition("aws:sourceaccount"),
        "sourceArn": _condition("aws:sourcearn"),
    },
)
_FOR_OTHERS = ("eventSourceToken", "functionUrlAuthType", "invokedViaFunctionUrl")

PERMISSION = Type(
    "aws:lambda/permission:Permission",
    service="lambda",
    id="{function}/{statementId}",
    create=Call("add_permission"),
    read=Look(_statement, _POLICY),
    delete=Call(
        "remove_permission",
        {"FunctionName": "{function}", "StatementId": "{statementId}", "Qualifier": "{qualifier?}"},
    ),
    name=Autoname("statementId", 100),
    rename={"function": "FunctionName"},
    replaces={
        *("action", "function", "principal", "principalOrgId", "qualifier", "sourceAccount", "sourceArn"),
        *("statementId", "statementIdPrefix"),
    },
    not_emulated=dict.fromkeys(_FOR_OTHERS, _UNUSED),
)

_CONFIGURED = {"FunctionName": "{functionName}", "Qualifier": "{qualifier?}"}
_CONFIGURE = Call("put_function_event_invoke_config", _CONFIGURED)

INVOKE_CONFIG = Type(
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    service="lambda",
    id=Made(
        lambda name, qualifier: name if qualifier is OMIT else f"{name}:{qualifier}", "{functionName}", "{qualifier?}"
    ),
    create=_CONFIGURE,
    update=_CONFIGURE,
    read=Read("get_function_event_invoke_config", _CONFIGURED),
    delete=Call("delete_function_event_invoke_config", _CONFIGURED),
    replaces={"functionName", "qualifier"},
)

_SELF_MANAGED = (
    *("amazonManagedKafkaEventSourceConfig", "documentDbEventSourceConfig", "metricsConfig", "provisionedPollerConfig"),
    *("queues", "selfManagedEventSource", "selfManagedKafkaEventSourceConfig", "sourceAccessConfigurations", "topics"),
    *("useResourceTimeoutForPropagation",),
)


EVENT_SOURCE = Type(
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    service="lambda",
    id="UUID",
    create=Call("create_event_source_mapping"),
    read=Read(
        "get_event_source_mapping",
        {"UUID": ID},
        rename={"enabled": As("State", str, lambda state: state not in ("Disabled", "Disabling"))},
    ),
    update=Call("update_event_source_mapping", {"UUID": ID}),
    delete=Call("delete_event_source_mapping", {"UUID": ID}),
    find=Find(
        Read(
            "list_event_source_mappings",
            {"EventSourceArn": "{eventSourceArn}", "FunctionName": "{functionName}"},
            result="EventSourceMappings",
            where={"EventSourceArn": "{eventSourceArn}"},
        ),
        "UUID",
    ),
    tags=tagged_by({"Resource": "{arn}"}, read="list_tags"),
    rename={"destinationConfig.onFailure.destinationArn": "Destination"},
    outputs={
        "arn": "arn:{partition}:lambda:{region}:{account}:event-source-mapping:{id}",
        "functionArn": "FunctionArn",
        "uuid": "UUID",
    },
    replaces={"eventSourceArn", "startingPosition", "startingPositionTimestamp"},
    defaults={"enabled": True},
    not_emulated=dict.fromkeys(_SELF_MANAGED, _UNUSED),
)

TYPES = (ALIAS, PERMISSION, INVOKE_CONFIG, EVENT_SOURCE)
