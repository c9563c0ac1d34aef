"""Web application firewall.

A web ACL changes under a lock token that its latest reading gave.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, As, Autoname, Call, Find, Read, Type
from sandbox.providers.aws.tags import tagged_by_arn
from sandbox.values import Properties

_NAMED = {"Name": "{name}", "Scope": "{scope}", "Id": ID}


def _lock_token(act: Act) -> str:
    return str(act.call("get_web_acl", Name=act["name"], Scope=act["scope"], Id=act.id)["LockToken"])


def _by_kind(bodies: Sequence[Properties]) -> Properties:
    """Return the API's mapping of kinds of resources, `API_GATEWAY`, from the SDK's list of blocks, `apiGateway`."""
    return {
        re.sub("(?=[A-Z])", "_", kind).upper(): {"DefaultSizeInspectionLimit": limit["defaultSizeInspectionLimit"]}
        for body in bodies
        for kind, limit in body.items()
    }


def _in_one_block(found: Mapping[str, Mapping[str, str]]) -> list[Properties]:
    kinds = {re.sub("_(.)", lambda letter: letter[1].upper(), kind.lower()): limit for kind, limit in found.items()}
    return [
        {kind: {"defaultSizeInspectionLimit": limit["DefaultSizeInspectionLimit"]} for kind, limit in kinds.items()}
    ]


_GONE = {"WAFNonexistentItemException"}
_LOCKED = {**_NAMED, "LockToken": _lock_token}

WEB_ACL = Type(
    "aws:wafv2/webAcl:WebAcl",
    service="wafv2",
    id="Id",
    create=Call("create_web_acl", result="Summary"),
    read=Read("get_web_acl", _NAMED, result="WebACL"),
    update=Call("update_web_acl", _LOCKED),
    delete=Call("delete_web_acl", _LOCKED),
    find=Find(Read("list_web_acls", {"Scope": "{scope}"}, result="WebACLs", where={"Name": "{name}"}), "Id"),
    name=Autoname("name", 128),
    tags=replace(tagged_by_arn("ResourceARN"), member="TagInfoForResource.TagList"),
    rename={"associationConfig.requestBodies": As("RequestBody", _by_kind, _in_one_block)},
    outputs={"arn": "ARN", "capacity": "Capacity"},
    replaces={"name", "namePrefix", "scope"},
    defaults={"description": ""},
    gone=_GONE,
)

WEB_ACL_ASSOCIATION = Type(
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    service="wafv2",
    id="{webAclArn},{resourceArn}",
    create=Call("associate_web_acl"),
    read=Read(
        "get_web_acl_for_resource",
        {"ResourceArn": "{resourceArn}"},
        rename={"webAclArn": "ARN"},
        result="WebACL",
        exists="ARN",
    ),
    delete=Call("disassociate_web_acl", {"ResourceArn": "{resourceArn}"}),
    replaces={"resourceArn", "webAclArn"},
    gone=_GONE,
)

_PUT_LOGGING = Call("put_logging_configuration")

WEB_ACL_LOGGING = Type(
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    service="wafv2",
    id="{resourceArn}",
    create=_PUT_LOGGING,
    read=Read("get_logging_configuration", {"ResourceArn": ID}, result="LoggingConfiguration"),
    update=_PUT_LOGGING,
    delete=Call("delete_logging_configuration", {"ResourceArn": ID}),
    rename={
        "resourceArn": "LoggingConfiguration.ResourceArn",
        "logDestinationConfigs": "LoggingConfiguration.LogDestinationConfigs",
        "redactedFields": "LoggingConfiguration.RedactedFields",
        "loggingFilter": "LoggingConfiguration.LoggingFilter",
        "loggingFilter.filters.conditions.actionCondition": "ActionCondition",
    },
    replaces={"resourceArn"},
    gone=_GONE,
)

TYPES = (WEB_ACL, WEB_ACL_ASSOCIATION, WEB_ACL_LOGGING)
