"""Elastic Compute Cloud: launch templates. Every change of what instances get makes another version."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.providers.aws import schema
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Find, Look, Read, Run, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2
from sandbox.values import Properties

TOKEN = "aws:ec2/launchTemplate:LaunchTemplate"  # noqa: S105 - a type token
_OF_THE_TEMPLATE = {"defaultVersion", "description", "name", "namePrefix", "region", "tags", "updateDefaultVersion"}
"""Properties that aren't about instances."""
_MEMBERS = {"ramDiskId": "RamDiskId", "securityGroupNames": "SecurityGroups", "vpcSecurityGroupIds": "SecurityGroupIds"}
_FOR_INSTANCES = sorted({path for path in schema.paths(TOKEN) if "." not in path} - _OF_THE_TEMPLATE - {"tagsAll"})
_DATA = {name: f"LaunchTemplateData.{_MEMBERS.get(name, name[0].upper() + name[1:])}" for name in _FOR_INSTANCES}

_TEMPLATE = Read("describe_launch_templates", {"LaunchTemplateIds": [ID]}, result="LaunchTemplates")
_LATEST = Read(
    "describe_launch_template_versions",
    {"LaunchTemplateId": ID, "Versions": ["$Latest"]},
    result="LaunchTemplateVersions",
)
_TAGS = replace(
    tagged_on_ec2(),
    read=Read("describe_tags", {"Filters": [{"Name": "resource-id", "Values": [ID]}]}),
)
"""The emulator tells a template's tags as they were at first when the template is described."""
_VERSION = Call("create_launch_template_version", {"LaunchTemplateId": ID}, result="LaunchTemplateVersion")


def _read(act: Act) -> Mapping[str, Any] | None:
    """Return the latest version and, beside it, what the template itself tells.

    The emulator counts the template's own tags among those of what it launches.
    """
    template = act.look(_TEMPLATE)
    if template is None:
        return None
    found = {**template, **act.look(_LATEST)}
    data = found["LaunchTemplateData"]
    launched = [one for one in data.get("TagSpecifications", ()) if one["ResourceType"] != "launch-template"]
    return {**found, "LaunchTemplateData": {**data, "TagSpecifications": launched}}


def _add_version(act: Act) -> Properties:
    made = act.send(_VERSION, act.inputs)
    if act.inputs.get("updateDefaultVersion"):
        act.call("modify_launch_template", LaunchTemplateId=act.id, DefaultVersion=str(made["VersionNumber"]))
    return made


LAUNCH_TEMPLATE = Type(
    TOKEN,
    service="ec2",
    id="LaunchTemplateId",
    create=Call("create_launch_template", result="LaunchTemplate"),
    read=Look(_read, _LATEST),
    update=Run(_add_version, takes={*_FOR_INSTANCES, "description"}),
    delete=Call("delete_launch_template", {"LaunchTemplateId": ID}),
    find=Find(
        Read("describe_launch_templates", {"LaunchTemplateNames": ["{name}"]}, result="LaunchTemplates"),
        "LaunchTemplateId",
    ),
    aspects=(
        Aspect(
            {"defaultVersion"},
            put=Call("modify_launch_template", {"LaunchTemplateId": ID}),
            read=Read(
                _TEMPLATE.operation,
                _TEMPLATE.params,
                rename={"defaultVersion": "DefaultVersionNumber"},
                result=_TEMPLATE.result,
            ),
        ),
    ),
    tags=_TAGS,
    name=Autoname("name", 128),
    rename={
        "name": "LaunchTemplateName",
        "description": "VersionDescription",
        "tags": tag_specifications("launch-template"),
        **_DATA,
    },
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:launch-template/{id}",
        "defaultVersion": "DefaultVersionNumber",
        "latestVersion": "LatestVersionNumber",
    },
    replaces={"name"},
    not_emulated={"namePrefix": "names are given or made up whole"},
    local={"updateDefaultVersion"},
)

TYPES = (LAUNCH_TEMPLATE,)
