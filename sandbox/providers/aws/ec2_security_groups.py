"""Elastic Compute Cloud: security groups, a VPC's default one among them, with the rules written inside them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, As, Aspect, Autoname, Call, Find, Look, Read, Run, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2
from sandbox.providers.base import ProviderError
from sandbox.values import Properties

DESCRIPTION = "Managed by Pulumi"
"""What the stock provider describes a group as when the program doesn't."""
SELF = "self"
_MEMBERS = {"ingress": "IpPermissions", "egress": "IpPermissionsEgress"}
_SOURCES = {
    "cidrBlocks": ("IpRanges", "CidrIp"),
    "ipv6CidrBlocks": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListIds": ("PrefixListIds", "PrefixListId"),
    "securityGroups": ("UserIdGroupPairs", "GroupId"),
}
_GROUP = Read(
    "describe_security_groups",
    {"GroupIds": [ID]},
    rename={name: As(member, list, list) for name, member in _MEMBERS.items()},
    result="SecurityGroups",
)


def permission(rule: Mapping[str, Any], group_id: str) -> Properties:
    """Return an inline *rule* of the group as the API spells it."""
    described = {"Description": rule["description"]} if rule.get("description") else {}
    sent: Properties = {"IpProtocol": str(rule["protocol"])}
    if sent["IpProtocol"] != "-1":
        sent |= {"FromPort": int(rule["fromPort"]), "ToPort": int(rule["toPort"])}
    own = [group_id] if rule.get(SELF) else []
    for name, (member, key) in _SOURCES.items():
        values = [*(rule.get(name) or ()), *(own if name == "securityGroups" else ())]
        if values:
            sent[member] = [{key: value, **described} for value in values]
    return sent


def inline(found: Mapping[str, Any]) -> Properties:
    """Return a permission of the API as an inline rule."""
    rule: Properties = {
        "protocol": found["IpProtocol"],
        "fromPort": found.get("FromPort", 0),
        "toPort": found.get("ToPort", 0),
    }
    for name, (member, key) in _SOURCES.items():
        if found.get(member):
            rule[name] = [source[key] for source in found[member]]
    return rule


def _flat(permissions: Sequence[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    """Return what *permissions* let through, one source each, however they are grouped."""
    return {
        (one["IpProtocol"], one.get("FromPort", -1), one.get("ToPort", -1), source[key], source.get("Description"))
        for one in permissions
        for member, key in _SOURCES.values()
        for source in one.get(member, ())
    }


def _group(act: Act) -> Mapping[str, Any] | None:
    """Return the group with its rules spelled as inline ones; as the program spells them while they are the same."""
    found = act.look(_GROUP)
    if found is None:
        return None
    spelled = dict(found)
    for name, member in _MEMBERS.items():
        given = act.inputs.get(name) or []
        agreed = _flat([permission(rule, act.id) for rule in given]) == _flat(found[member])
        spelled[member] = given if agreed else [inline(one) for one in found[member]]
    return spelled


def _set_rules(act: Act, *, direction: str) -> None:
    """Leave the group with the program's rules and no others."""
    live = act.call("describe_security_groups", GroupIds=[act.id])["SecurityGroups"][0][_MEMBERS[direction]]
    if live:
        act.call(f"revoke_security_group_{direction}", GroupId=act.id, IpPermissions=live)
    given = [permission(rule, act.id) for rule in act.inputs.get(direction) or ()]
    if given:
        act.call(f"authorize_security_group_{direction}", GroupId=act.id, IpPermissions=given)


def _rules(direction: str, *, always: bool) -> Aspect:
    put = Run(partial(_set_rules, direction=direction))
    return Aspect({direction}, put=put, when=(lambda _: True) if always else None)


def _vpc(act: Act) -> str:
    """Return the network that the group is of; without one, AWS takes the region's default."""
    if given := act.inputs.get("vpcId") or act.outputs.get("vpcId"):
        return given
    found = act.pages("describe_vpcs", Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    if not found:
        raise ProviderError(f"{act.region} has no default network; set vpcId")
    return found[0]["VpcId"]


def _create_group(act: Act) -> Properties:
    wanted = tags.all_tags(act.resource.provider, act.inputs)
    return act.call(
        "create_security_group",
        GroupName=act["name"],
        Description=act.inputs.get("description") or DESCRIPTION,
        VpcId=_vpc(act),
        TagSpecifications=tag_specifications("security-group").encode(wanted) if wanted else [],
    )


def _find_group(act: Act) -> Mapping[str, Any] | None:
    filters = [{"Name": "vpc-id", "Values": [_vpc(act)]}, {"Name": "group-name", "Values": [act["name"]]}]
    return next(iter(act.pages("describe_security_groups", Filters=filters)["SecurityGroups"]), None)


def _find_default_group(act: Act) -> Mapping[str, Any] | None:
    filters = [{"Name": "vpc-id", "Values": [_vpc(act)]}, {"Name": "group-name", "Values": ["default"]}]
    return next(iter(act.pages("describe_security_groups", Filters=filters)["SecurityGroups"]), None)


SECURITY_GROUP = Type(
    "aws:ec2/securityGroup:SecurityGroup",
    service="ec2",
    id="GroupId",
    create=Run(_create_group, takes={"description", "name", "tags", "vpcId"}),
    read=Look(
        _group, Read("describe_security_groups", rename={**_GROUP.rename, "name": "GroupName"}, result="SecurityGroups")
    ),
    delete=Call("delete_security_group", {"GroupId": ID}),
    name=Autoname("name", 255),
    find=Find(Look(_find_group, _GROUP), "GroupId"),
    aspects=(_rules("ingress", always=False), _rules("egress", always=True)),
    tags=tagged_on_ec2(),
    outputs={"arn": "SecurityGroupArn", "ownerId": "OwnerId"},
    replaces={"description", "name", "namePrefix", "vpcId"},
    defaults={"description": DESCRIPTION},
    local={"revokeRulesOnDelete"},
)
"""Without inline rules a new group lets nothing out: the stock provider takes AWS's own rule away."""

DEFAULT_SECURITY_GROUP = Type(
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    service="ec2",
    id="GroupId",
    create=Run(_find_default_group, takes={"vpcId"}),
    read=Look(_group, _GROUP),
    delete=None,
    find=Find(Look(_find_default_group, _GROUP), "GroupId"),
    aspects=(_rules("ingress", always=True), _rules("egress", always=True)),
    tags=replace(tagged_on_ec2(), created=False),
    outputs={"arn": "SecurityGroupArn", "description": "Description", "name": "GroupName", "ownerId": "OwnerId"},
    replaces={"vpcId"},
    defaults={"ingress": [], "egress": []},
    local={"revokeRulesOnDelete"},
)
"""AWS creates the group with the VPC and deletes it with the VPC; here it is taken over and closed."""

TYPES = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP)
