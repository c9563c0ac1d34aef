"""Amazon RDS Proxy. The emulator fails on proxies it doesn't know, so that each is looked for first."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Look, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.values import Properties

_DESCRIBE = Read("describe_db_proxies", {"DBProxyName": "{dbProxyName}"}, result="DBProxies")
_GROUPS = Read(
    "describe_db_proxy_target_groups",
    {"DBProxyName": "{dbProxyName}"},
    result="TargetGroups",
    where={"IsDefault": True},
)
_TARGETS = Read(
    "describe_db_proxy_targets",
    {"DBProxyName": "{dbProxyName}", "TargetGroupName": "{targetGroupName}"},
    result="Targets",
    where={"RdsResourceId": lambda act: _target(act)["RdsResourceId"]},
)
_NO_CHANGE = "the emulator has no ModifyDBProxy: a change stands in the state alone"
_NOT_KEPT = "the emulator takes it and keeps nothing of it"


def _target_group(act: Act) -> Mapping[str, Any] | None:
    return act.look(_GROUPS) if act.look(_DESCRIBE) else None


def _target_there(act: Act) -> Mapping[str, Any] | None:
    return act.look(_TARGETS) if act.look(_DESCRIBE) else None


def _target(act: Act) -> Mapping[str, Any]:
    """Return what the id says: kind and name of the database behind the proxy."""
    if act.inputs.get("dbInstanceIdentifier"):
        return {"Type": "RDS_INSTANCE", "RdsResourceId": act["dbInstanceIdentifier"]}
    if act.inputs:
        return {"Type": "TRACKED_CLUSTER", "RdsResourceId": act["dbClusterIdentifier"]}
    return {"RdsResourceId": act.id.rpartition("/")[2]}


def _target_id(act: Act) -> str:
    target = _target(act)
    return "/".join((act["dbProxyName"], act["targetGroupName"], target["Type"], target["RdsResourceId"]))


def _delete_proxy(act: Act) -> None:
    if act.look(PROXY.read):
        act.call("delete_db_proxy", DBProxyName=act.id)


def _deregister(act: Act) -> None:
    if not _target_there(act):
        return
    target = _target(act)
    member = "DBInstanceIdentifiers" if target["Type"] == "RDS_INSTANCE" else "DBClusterIdentifiers"
    who: Properties = {
        "DBProxyName": act["dbProxyName"],
        "TargetGroupName": act["targetGroupName"],
        member: [target["RdsResourceId"]],
    }
    act.call("deregister_db_proxy_targets", **who)


PROXY = Type(
    "aws:rds/proxy:Proxy",
    service="rds",
    id="{name}",
    create=Call("create_db_proxy", {"Auth": lambda act: act.inputs.get("auths") or []}, result="DBProxy"),
    read=Read("describe_db_proxies", {"DBProxyName": ID}, result="DBProxies"),
    delete=Run(_delete_proxy),
    aspects=(
        Aspect(
            {
                "auths",
                "debugLogging",
                "defaultAuthScheme",
                "idleClientTimeout",
                "requireTls",
                "roleArn",
                "vpcSecurityGroupIds",
            },
            put=Run(lambda _act: {}),
            created=True,
        ),
    ),
    tags=tagged_by({"ResourceName": "{arn}"}, put="add_tags_to_resource", remove="remove_tags_from_resource"),
    name=Autoname("name", 63),
    rename={"name": "DBProxyName"},
    outputs={"arn": "DBProxyArn", "endpoint": "Endpoint"},
    replaces={"endpointNetworkType", "engineFamily", "name", "targetConnectionNetworkType", "vpcSubnetIds"},
    forgotten={
        "auths": _NO_CHANGE,
        "debugLogging": _NO_CHANGE,
        "defaultAuthScheme": _NOT_KEPT,
        "endpointNetworkType": _NOT_KEPT,
        "idleClientTimeout": _NO_CHANGE,
        "requireTls": _NO_CHANGE,
        "roleArn": _NO_CHANGE,
        "targetConnectionNetworkType": _NOT_KEPT,
        "vpcSecurityGroupIds": _NO_CHANGE,
    },
)

DEFAULT_TARGET_GROUP = Type(
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
    service="rds",
    id="{dbProxyName}",
    create=Call("modify_db_proxy_target_group", {"TargetGroupName": "default"}, result="DBProxyTargetGroup"),
    update=Call("modify_db_proxy_target_group", {"TargetGroupName": "default"}),
    read=Look(_target_group, _GROUPS),
    delete=None,
    outputs={"arn": "TargetGroupArn", "name": "TargetGroupName"},
    replaces={"dbProxyName"},
    forgotten={"connectionPoolConfig.initQuery": _NOT_KEPT},
)

TARGET = Type(
    "aws:rds/proxyTarget:ProxyTarget",
    service="rds",
    id=_target_id,
    create=Call(
        "register_db_proxy_targets",
        rename={"dbClusterIdentifier": "DBClusterIdentifiers", "dbInstanceIdentifier": "DBInstanceIdentifiers"},
        result="DBProxyTargets",
    ),
    read=Look(_target_there, _TARGETS),
    delete=Run(_deregister),
    outputs={
        "endpoint": "Endpoint",
        "port": "Port",
        "rdsResourceId": "RdsResourceId",
        "type": "Type",
    },
    replaces={"dbClusterIdentifier", "dbInstanceIdentifier", "dbProxyName", "targetGroupName"},
    forgotten={
        "dbClusterIdentifier": "it is part of the id; the target is looked for by it",
        "dbInstanceIdentifier": "it is part of the id; the target is looked for by it",
    },
)

ENDPOINT = Recorded(
    "aws:rds/proxyEndpoint:ProxyEndpoint",
    reason="the emulator has no endpoints of proxies besides the default (CreateDBProxyEndpoint isn't implemented)",
    id="{dbProxyName}/{dbProxyEndpointName}",
    outputs={
        "arn": "arn:{partition}:rds:{region}:{account}:db-proxy-endpoint:prx-endpoint-{digest}",
        "endpoint": "{dbProxyEndpointName}.endpoint.proxy-{digest}.{region}.rds.{dnsSuffix}",
        "isDefault": False,
    },
    replaces={"dbProxyEndpointName", "dbProxyName", "targetRole", "vpcSubnetIds"},
)

TYPES = (PROXY, DEFAULT_TARGET_GROUP, TARGET, ENDPOINT)
