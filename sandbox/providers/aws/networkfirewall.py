"""Network Firewall.

The emulator can create a firewall but neither change nor delete it, and knows no rules. What the rest of the network
sees of a firewall are its endpoints, so they are what is emulated: an endpoint in each subnet, that routes lead to, as
AWS makes them, with AWS's own tag.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.providers.aws import tags, templates
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.ec2_common import GONE
from sandbox.providers.aws.spec import As, Autoname, Look, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tag_specifications
from sandbox.values import Properties

_ARN = "arn:{partition}:network-firewall:{region}:{account}"
_FIREWALL_ARN = _ARN + ":firewall/{name}"
_OWNER = "Firewall"
_KINDS = {"STATEFUL": "stateful-rulegroup", "STATELESS": "stateless-rulegroup"}
_NO_FIREWALLS = "the emulator can't change or delete a firewall: its endpoints are kept instead"


def _endpoints(act: Act) -> list[Mapping[str, Any]]:
    filters = [{"Name": f"tag:{_OWNER}", "Values": [act.fill(_FIREWALL_ARN)]}]
    found = act.call("describe_vpc_endpoints", Filters=filters)["VpcEndpoints"]
    return [endpoint for endpoint in found if endpoint["State"] not in GONE]


def _look(act: Act) -> Mapping[str, Any] | None:
    """Return where the firewall's endpoints are, in the order of the program's subnets."""
    endpoints = _endpoints(act)
    given = [mapping["subnetId"] for mapping in act.inputs.get("subnetMappings") or ()]
    live = [endpoint["SubnetIds"][0] for endpoint in endpoints]
    ordered = [one for one in given if one in live] + [one for one in live if one not in given]
    return {"VpcId": endpoints[0]["VpcId"], "SubnetIds": ordered} if endpoints else None


def _place(act: Act) -> None:
    """Have an endpoint in each of the firewall's subnets, and in no other."""
    wanted = [mapping["subnetId"] for mapping in act.inputs["subnetMappings"]]
    live = {endpoint["SubnetIds"][0]: endpoint["VpcEndpointId"] for endpoint in _endpoints(act)}
    labels = {"AWSNetworkFirewallManaged": "true", _OWNER: act.fill(_FIREWALL_ARN)}
    for subnet_id in wanted:
        if subnet_id not in live:
            act.call(
                "create_vpc_endpoint",
                VpcEndpointType="GatewayLoadBalancer",
                VpcId=act["vpcId"],
                ServiceName=f"com.amazonaws.vpce.{act.region}.vpce-svc-{act.digest}",
                SubnetIds=[subnet_id],
                TagSpecifications=tag_specifications("vpc-endpoint").encode(labels),
            )
    _remove(act, [endpoint for subnet_id, endpoint in live.items() if subnet_id not in wanted])


def _delete(act: Act) -> None:
    _remove(act, [endpoint["VpcEndpointId"] for endpoint in _endpoints(act)])


def _remove(act: Act, endpoint_ids: Sequence[str]) -> None:
    if endpoint_ids:
        act.call("delete_vpc_endpoints", VpcEndpointIds=list(endpoint_ids))


def _statuses(act: Act) -> list[Properties]:
    """Return the output that tells where each endpoint is."""
    if not act.id:
        if act.outputs.get("firewallStatuses") is None:
            raise templates.UnknownValueError("firewallStatuses")
        return act.outputs["firewallStatuses"]
    endpoints = {endpoint["SubnetIds"][0]: endpoint["VpcEndpointId"] for endpoint in _endpoints(act)}
    subnets = act.call("describe_subnets", SubnetIds=list(endpoints))["Subnets"] if endpoints else []
    states = [
        {
            "availabilityZone": subnet["AvailabilityZone"],
            "attachments": [{"endpointId": endpoints[subnet["SubnetId"]], "subnetId": subnet["SubnetId"]}],
        }
        for subnet in subnets
    ]
    return [{"syncStates": states, "transitGatewayAttachmentSyncStates": []}]


FIREWALL = Type(
    "aws:networkfirewall/firewall:Firewall",
    service="ec2",
    id=_FIREWALL_ARN,
    create=Run(_place, takes={"name", "subnetMappings", "vpcId"}),
    read=Look(
        _look,
        Read(
            "describe_vpc_endpoints",
            rename={
                "subnetMappings": As("SubnetIds", list, lambda subnet_ids: [{"subnetId": one} for one in subnet_ids])
            },
            result="VpcEndpoints",
        ),
    ),
    update=Run(_place, takes={"subnetMappings"}),
    delete=Run(_delete),
    name=Autoname("name", 128),
    outputs={
        "arn": _FIREWALL_ARN,
        "firewallStatuses": _statuses,
        "tagsAll": lambda act: tags.all_tags(act.resource.provider, act.inputs),
    },
    replaces={"name", "vpcId"},
    write_only={"name"},
    not_emulated=dict.fromkeys(
        (
            "availabilityZoneChangeProtection",
            "deleteProtection",
            "description",
            "enabledAnalysisTypes",
            "encryptionConfiguration",
            "firewallPolicyArn",
            "firewallPolicyChangeProtection",
            "subnetChangeProtection",
            "subnetMappings.ipAddressType",
            "tags",
        ),
        _NO_FIREWALLS,
    ),
)
FIREWALL_POLICY = Recorded(
    "aws:networkfirewall/firewallPolicy:FirewallPolicy",
    reason="the emulator has no CreateFirewallPolicy",
    id=_ARN + ":firewall-policy/{name}",
    outputs={"arn": _ARN + ":firewall-policy/{name}", "updateToken": "{digest}"},
    replaces={"encryptionConfiguration", "name"},
    name=Autoname("name", 128),
)
RULE_GROUP = Recorded(
    "aws:networkfirewall/ruleGroup:RuleGroup",
    reason="the emulator has no CreateRuleGroup",
    id=lambda act: act.fill(f"{_ARN}:{_KINDS[act['type']]}/{{name}}"),
    outputs={"arn": "{id}", "updateToken": "{digest}"},
    replaces={"capacity", "encryptionConfiguration", "name", "type"},
    name=Autoname("name", 128),
)
LOGGING = Recorded(
    "aws:networkfirewall/loggingConfiguration:LoggingConfiguration",
    reason="the emulator logs for its own firewalls only, which can't be deleted",
    id="{firewallArn}",
    replaces={"firewallArn"},
    tags=False,
)

TYPES = (FIREWALL, FIREWALL_POLICY, RULE_GROUP, LOGGING)
