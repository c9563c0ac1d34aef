"""Elastic Compute Cloud: endpoints of AWS's services in a VPC, and its flow logs."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.ec2_common import found_by, standing
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.spec import ID, As, Call, Look, Read, Run, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2
from sandbox.values import Properties

_LISTS = {"routeTableIds": "RouteTableIds", "subnetIds": "SubnetIds", "securityGroupIds": "SecurityGroupIds"}
_FLAGS = {"policy": "PolicyDocument", "privateDnsEnabled": "PrivateDnsEnabled"}
_ENDPOINT = Read(
    "describe_vpc_endpoints",
    {"VpcEndpointIds": [ID]},
    rename={
        "policy": "PolicyDocument",
        "securityGroupIds": As("Groups", list, lambda groups: [group["GroupId"] for group in groups]),
    },
    result="VpcEndpoints",
)


def _in_given_order(act: Act) -> Mapping[str, Any] | None:
    """Return the endpoint, its security groups in the order of the program's."""
    found = act.look(standing(_ENDPOINT))
    if found is None:
        return None
    given = list(act.inputs.get("securityGroupIds") or ())
    places = {group_id: place for place, group_id in enumerate(given)}
    groups = sorted(found["Groups"], key=lambda group: places.get(group["GroupId"], len(given)))
    listed = {"PrefixListId": _prefix_list(act, found["ServiceName"])} if found["VpcEndpointType"] == "Gateway" else {}
    return {**found, **listed, "Groups": groups}


def _modify(act: Act) -> None:
    """Send what differs: lists change by what is added and taken away."""
    live = act.call("describe_vpc_endpoints", VpcEndpointIds=[act.id])["VpcEndpoints"][0]
    had = {**live, "SecurityGroupIds": [group["GroupId"] for group in live["Groups"]]}
    params: Properties = {member: act.inputs[name] for name, member in _FLAGS.items() if name in act.inputs}
    if "policy" in act.olds and "policy" not in act.inputs:
        params["ResetPolicy"] = True
    for name, member in _LISTS.items():
        wanted = act.inputs.get(name) or []
        params[f"Add{member}"] = [one for one in wanted if one not in had[member]]
        params[f"Remove{member}"] = [one for one in had[member] if one not in wanted]
    act.call(
        "modify_vpc_endpoint", VpcEndpointId=act.id, **{name: value for name, value in params.items() if value != []}
    )
    if act.inputs.get("vpcEndpointType", "Gateway") == "Gateway":
        _lead(act, live["ServiceName"], params["AddRouteTableIds"], params["RemoveRouteTableIds"])


def _lead(act: Act, service_name: str, added: list[str], removed: list[str]) -> None:
    """Put the routes to a gateway endpoint right, which the emulator leaves as they were."""
    prefix_list = _prefix_list(act, service_name)
    for table in added:
        act.call("create_route", RouteTableId=table, DestinationPrefixListId=prefix_list, GatewayId=act.id)
    for table in removed:
        act.call("delete_route", RouteTableId=table, DestinationPrefixListId=prefix_list)


def _prefix_list(act: Act, service_name: str) -> str:
    """Return the id of the list of the addresses of the service behind a gateway endpoint."""
    lists = act.call("describe_prefix_lists")["PrefixLists"]
    return next(one["PrefixListId"] for one in lists if one["PrefixListName"] == service_name)


VPC_ENDPOINT = Type(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    service="ec2",
    id="VpcEndpointId",
    create=Call(
        "create_vpc_endpoint",
        {"VpcEndpointType": lambda act: act.inputs.get("vpcEndpointType", "Gateway")},
        rename={
            "policy": "PolicyDocument",
            "tags": tag_specifications("vpc-endpoint"),
            **dict.fromkeys(
                (
                    "dnsOptions",
                    "ipAddressType",
                    "resourceConfigurationArn",
                    "serviceNetworkArn",
                    "serviceRegion",
                    "subnetConfigurations",
                )
            ),
        },
        result="VpcEndpoint",
    ),
    read=Look(_in_given_order, _ENDPOINT, adds=frozenset({"PrefixListId"})),
    update=Run(_modify, takes={*_LISTS, *_FLAGS}),
    delete=Call("delete_vpc_endpoints", {"VpcEndpointIds": [ID]}),
    find=found_by(
        Read("describe_vpc_endpoints", result="VpcEndpoints"),
        "VpcEndpointId",
        {"VpcId": "{vpcId}", "ServiceName": "{serviceName}"},
    ),
    tags=tagged_on_ec2(),
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}",
        "dnsEntries": "DnsEntries",
        "networkInterfaceIds": "NetworkInterfaceIds",
        "ownerId": "OwnerId",
        "prefixListId": "PrefixListId",
        "state": "State",
    },
    replaces={"serviceName", "vpcEndpointType", "vpcId"},
    defaults={"vpcEndpointType": "Gateway"},
    forgotten={"privateDnsEnabled": "the emulator keeps the value an endpoint was created with"},
)

_SOURCES = {
    "vpcId": "VPC",
    "subnetId": "Subnet",
    "eniId": "NetworkInterface",
    "transitGatewayId": "TransitGateway",
    "transitGatewayAttachmentId": "TransitGatewayAttachment",
}
_FLOW_LOG = Read(
    "describe_flow_logs",
    {"FlowLogIds": [ID]},
    rename={"iamRoleArn": "DeliverLogsPermissionArn", **dict.fromkeys(_SOURCES, "ResourceId")},
    result="FlowLogs",
)
_FLOW_LOG_SENT = {
    "iamRoleArn": "DeliverLogsPermissionArn",
    "logDestination": "LogDestination",
    "logDestinationType": "LogDestinationType",
    "logFormat": "LogFormat",
    "maxAggregationInterval": "MaxAggregationInterval",
    "trafficType": "TrafficType",
}


def _source(act: Act) -> str:
    return next(name for name in _SOURCES if act.inputs.get(name))


def _create_flow_log(act: Act) -> Properties:
    sent = {member: act.inputs[name] for name, member in _FLOW_LOG_SENT.items() if act.inputs.get(name) is not None}
    if "MaxAggregationInterval" in sent:
        sent["MaxAggregationInterval"] = int(sent["MaxAggregationInterval"])
    wanted = tags.all_tags(act.resource.provider, act.inputs)
    source = _source(act)
    answer = act.call(
        "create_flow_logs",
        ResourceIds=[act[source]],
        ResourceType=_SOURCES[source],
        TagSpecifications=tag_specifications("vpc-flow-log").encode(wanted) if wanted else [],
        **sent,
    )
    for refused in answer["Unsuccessful"]:
        raise AwsError(f"ec2:CreateFlowLogs in {act.region}: {refused['Error']['Code']}: {refused['Error']['Message']}")
    return {"FlowLogId": answer["FlowLogIds"][0]}


FLOW_LOG = Type(
    "aws:ec2/flowLog:FlowLog",
    service="ec2",
    id="FlowLogId",
    create=Run(_create_flow_log, takes={"tags", *_SOURCES, *_FLOW_LOG_SENT}),
    read=_FLOW_LOG,
    delete=Call("delete_flow_logs", {"FlowLogIds": [ID]}),
    find=found_by(
        Read("describe_flow_logs", result="FlowLogs"),
        "FlowLogId",
        {
            "ResourceId": lambda act: act[_source(act)],
            "LogDestination": "{logDestination}",
            "TrafficType": "{trafficType}",
        },
        tagged=False,
    ),
    tags=tagged_on_ec2(),
    outputs={"arn": "arn:{partition}:ec2:{region}:{account}:vpc-flow-log/{id}"},
    replaces={*_SOURCES, *_FLOW_LOG_SENT},
    defaults={"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
)

TYPES = (VPC_ENDPOINT, FLOW_LOG)
