"""Elastic Compute Cloud: the rules of security groups, one resource each."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Call, Find, Look, Read, Run, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2
from sandbox.values import Properties


def _rule(act: Act) -> Properties:
    """Return the rule as `modify_security_group_rules` takes it."""
    members = {
        "IpProtocol": "ipProtocol",
        "FromPort": "fromPort",
        "ToPort": "toPort",
        "CidrIpv4": "cidrIpv4",
        "CidrIpv6": "cidrIpv6",
        "PrefixListId": "prefixListId",
        "ReferencedGroupId": "referencedSecurityGroupId",
        "Description": "description",
    }
    given = {member: act.inputs.get(name) for member, name in members.items()}
    return {
        member: int(value) if isinstance(value, float) else value
        for member, value in given.items()
        if value is not None
    }


def _permission(act: Act) -> Properties:
    """Return the rule as `authorize_security_group_*` takes it."""
    rule = _rule(act)
    sources = {
        "CidrIpv4": ("IpRanges", "CidrIp"),
        "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
        "PrefixListId": ("PrefixListIds", "PrefixListId"),
        "ReferencedGroupId": ("UserIdGroupPairs", "GroupId"),
    }
    source = next(name for name in sources if name in rule)
    member, key = sources[source]
    described = {"Description": rule["Description"]} if "Description" in rule else {}
    ports = {name: rule[name] for name in ("IpProtocol", "FromPort", "ToPort") if name in rule}
    return {**ports, member: [{key: rule[source], **described}]}


def _authorize(act: Act, *, operation: str) -> Properties:
    wanted = tags.all_tags(act.resource.provider, act.inputs)
    made = act.call(
        operation,
        GroupId=act["securityGroupId"],
        IpPermissions=[_permission(act)],
        TagSpecifications=tag_specifications("security-group-rule").encode(wanted) if wanted else [],
    )
    return made["SecurityGroupRules"][0]


def _modify(act: Act) -> None:
    change = {"SecurityGroupRuleId": act.id, "SecurityGroupRule": _rule(act)}
    act.call("modify_security_group_rules", GroupId=act["securityGroupId"], SecurityGroupRules=[change])


def _find_rule(act: Act, *, egress: bool) -> Mapping[str, Any] | None:
    """Return the rule of the group that lets the same traffic through; a group holds no two of them."""
    filters = [{"Name": "group-id", "Values": [act["securityGroupId"]]}]
    wanted = {name: value for name, value in _rule(act).items() if name != "Description"}
    for rule in act.pages("describe_security_group_rules", Filters=filters)["SecurityGroupRules"]:
        known = {**rule, "ReferencedGroupId": rule.get("ReferencedGroupInfo", {}).get("GroupId")}
        if rule["IsEgress"] is egress and wanted.items() <= known.items():
            return rule
    return None


_RULE_PROPERTIES = frozenset(
    {
        "cidrIpv4",
        "cidrIpv6",
        "description",
        "fromPort",
        "ipProtocol",
        "prefixListId",
        "referencedSecurityGroupId",
        "toPort",
    }
)
_RULE = Read(
    "describe_security_group_rules",
    {"SecurityGroupRuleIds": [ID]},
    rename={"referencedSecurityGroupId": "ReferencedGroupInfo.GroupId", "securityGroupId": "GroupId"},
    result="SecurityGroupRules",
)


def _told(act: Act) -> Mapping[str, Any] | None:
    """Return the rule; the emulator keeps no description of one that names no addresses, so the given one stands."""
    found = act.look(_RULE)
    if found is None or found.keys().isdisjoint({"ReferencedGroupInfo", "PrefixListId"}):
        return found
    if not act.inputs.get("description"):
        return found
    return {"Description": act.inputs["description"], **found}


def _rule_type(token: str, direction: str) -> Type:
    return Type(
        token,
        service="ec2",
        id="SecurityGroupRuleId",
        create=Run(
            partial(_authorize, operation=f"authorize_security_group_{direction}"),
            takes={"securityGroupId", "tags", *_RULE_PROPERTIES},
        ),
        read=Look(_told, _RULE),
        update=Run(_modify, takes=_RULE_PROPERTIES),
        delete=Call(
            f"revoke_security_group_{direction}", {"GroupId": "{securityGroupId}", "SecurityGroupRuleIds": [ID]}
        ),
        find=Find(Look(partial(_find_rule, egress=direction == "egress"), _RULE), "SecurityGroupRuleId"),
        tags=tagged_on_ec2(),
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:security-group-rule/{id}",
            "securityGroupRuleId": "SecurityGroupRuleId",
        },
        replaces={"securityGroupId"},
        differs={"description": "the emulator keeps none of a rule that names a group or a prefix list"},
    )


TYPES = (
    _rule_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ingress"),
    _rule_type("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "egress"),
)
