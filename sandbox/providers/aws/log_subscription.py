"""Subscriptions of CloudWatch Logs: what a log group sends on as it comes.

The emulator sends to streams and functions of the log group's own region, and takes the ARN of a destination for that
of a log group. A subscription to a destination therefore stands in the state alone, as long as its log group exists.
"""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Autoname, Call, Look, Read, Run, Type
from sandbox.values import Properties

_FILTER = {"logGroupName": "{logGroup}", "filterName": ID}
_PUT = Call("put_subscription_filter")
_DELETE = Call("delete_subscription_filter", _FILTER)
_READ = Read(
    "describe_subscription_filters",
    {"logGroupName": "{logGroup}"},
    result="subscriptionFilters",
    where={"filterName": ID},
)
_GROUP = Read(
    "describe_log_groups",
    {"logGroupNamePrefix": "{logGroup}"},
    result="logGroups",
    where={"logGroupName": "{logGroup}"},
)
_SENT = {"applyOnTransformedLogs", "destinationArn", "distribution", "emitSystemFields", "filterPattern", "roleArn"}


def _to_destination(properties: Properties) -> bool:
    return ":destination:" in str(properties.get("destinationArn"))


def _put(act: Act) -> Properties:
    if not _to_destination(act.inputs):
        act.send(_PUT, act.inputs)
        return {}
    if act.olds and not _to_destination(act.olds):
        act.send(_DELETE, {})
    return {}


def _subscribed(act: Act) -> Properties | None:
    if not _to_destination(act.inputs):
        return act.look(_READ)
    if act.look(_GROUP) is None:
        return None
    told = {name: act.inputs[name] for name in ("destinationArn", "filterPattern", "roleArn") if name in act.inputs}
    return {"filterName": act["name"], "logGroupName": act["logGroup"], **told}


def _remove(act: Act) -> Properties:
    if not _to_destination(act.inputs):
        act.send(_DELETE, {})
    return {}


SUBSCRIPTION_FILTER = Type(
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    service="logs",
    id="{name}",
    create=Run(_put, takes={*_SENT, "logGroup", "name"}),
    read=Look(_subscribed, _READ),
    update=Run(_put, takes=_SENT),
    delete=Run(_remove, takes={"destinationArn"}),
    name=Autoname("name", 512),
    rename={"name": "filterName", "logGroup": "logGroupName"},
    replaces={"logGroup", "name"},
    forgotten={
        "applyOnTransformedLogs": "the emulator transforms no logs, nor tells whether to",
        "distribution": "the emulator has one shard of everything, and tells no distribution",
        "emitSystemFields": "the emulator adds no fields, nor tells which to",
    },
)

TYPES = (SUBSCRIPTION_FILTER,)
