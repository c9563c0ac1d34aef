"""Amazon RDS: what clusters share, subnet groups and cluster parameter groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by

_TAGS = tagged_by({"ResourceName": "{arn}"}, put="add_tags_to_resource", remove="remove_tags_from_resource")
_MADE_BY = "Managed by Pulumi"
"""What pulumi-aws describes a group with when nobody says."""
_LOSES = "the emulator loses a group that is modified: a change stands in the state alone"
PARAMETERS_PER_CALL = 20
"""Most that one call changes (Amazon RDS API, `ModifyDBClusterParameterGroup`)."""


def _put_parameters(act: Act) -> None:
    """Send the parameters that were added or changed, and reset those that were taken away."""
    old, new = (_by_name(known.get("parameters")) for known in (act.olds, act.inputs))
    changed = [parameter for name, parameter in new.items() if old.get(name) != parameter]
    for start in range(0, len(changed), PARAMETERS_PER_CALL):
        _send(act, "modify_db_cluster_parameter_group", changed[start : start + PARAMETERS_PER_CALL])
    if dropped := [parameter for name, parameter in old.items() if name not in new]:
        _send(act, "reset_db_cluster_parameter_group", [{**one, "value": None} for one in dropped])


def _send(act: Act, operation: str, parameters: Sequence[Mapping[str, Any]]) -> None:
    spelled = [
        {
            "ParameterName": one["name"],
            "ApplyMethod": one.get("applyMethod") or "immediate",
            **({} if one["value"] is None else {"ParameterValue": str(one["value"])}),
        }
        for one in parameters
    ]
    act.call(operation, DBClusterParameterGroupName=act.id, Parameters=spelled)


def _by_name(parameters: Sequence[Mapping[str, Any]] | None) -> dict[str, Mapping[str, Any]]:
    return {one["name"]: one for one in parameters or ()}


SUBNET_GROUP = Type(
    "aws:rds/subnetGroup:SubnetGroup",
    service="rds",
    id="{name}",
    create=Call(
        "create_db_subnet_group",
        {"DBSubnetGroupDescription": lambda act: act.inputs.get("description") or _MADE_BY},
        result="DBSubnetGroup",
    ),
    read=Read("describe_db_subnet_groups", {"DBSubnetGroupName": ID}, result="DBSubnetGroups"),
    delete=Call("delete_db_subnet_group", {"DBSubnetGroupName": ID}),
    aspects=(Aspect({"description", "subnetIds"}, put=Run(lambda _act: {}), created=True),),
    tags=_TAGS,
    name=Autoname("name", 255),
    rename={"name": "DBSubnetGroupName", "description": "DBSubnetGroupDescription"},
    outputs={"arn": "DBSubnetGroupArn", "vpcId": "VpcId"},
    replaces={"name", "namePrefix"},
    defaults={"description": _MADE_BY},
    forgotten={"description": _LOSES, "subnetIds": _LOSES},
)

CLUSTER_PARAMETER_GROUP = Type(
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    service="rds",
    id="{name}",
    create=Call(
        "create_db_cluster_parameter_group",
        {"Description": lambda act: act.inputs.get("description") or _MADE_BY},
        result="DBClusterParameterGroup",
    ),
    read=Read(
        "describe_db_cluster_parameter_groups",
        {"DBClusterParameterGroupName": ID},
        result="DBClusterParameterGroups",
    ),
    delete=Call("delete_db_cluster_parameter_group", {"DBClusterParameterGroupName": ID}),
    aspects=(
        Aspect(
            {"parameters"},
            put=Run(_put_parameters),
            read=Read("describe_db_cluster_parameters", {"DBClusterParameterGroupName": ID}),
        ),
    ),
    tags=_TAGS,
    name=Autoname("name", 255),
    rename={
        "name": "DBClusterParameterGroupName",
        "family": "DBParameterGroupFamily",
        "parameters.name": "ParameterName",
        "parameters.value": "ParameterValue",
    },
    outputs={"arn": "DBClusterParameterGroupArn"},
    replaces={"description", "family", "name", "namePrefix"},
    defaults={"description": _MADE_BY},
)

TYPES = (SUBNET_GROUP, CLUSTER_PARAMETER_GROUP)
