"""Fault Injection Service: templates of experiments, which the emulator keeps. It makes no faults."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.providers.aws.spec import ID, As, Aspect, Call, Find, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by

_NO_CHANGE = "the emulator has no UpdateExperimentTemplate: a change stands in the state alone"
_CHANGED = frozenset({"actions", "description", "experimentOptions", "logConfiguration", "roleArn", "stopConditions"})
_CHANGED_TOO = frozenset({"experimentReportConfiguration", "targets"})


def _pairs(blocks: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {block["key"]: block["value"] for block in blocks}


def _blocks(pairs: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in pairs.items()]


def _actions(actions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return *actions* as the API has them: by name, with maps for blocks of a key and a value."""
    members = {"parameters": ("parameters", _pairs), "target": ("targets", lambda target: _pairs([target]))}
    return {action["name"]: _renamed(action, members, {"startAfters": "startAfter"}) for action in actions}


def _told_actions(actions: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    members = {"parameters": ("parameters", _blocks), "targets": ("target", lambda targets: _blocks(targets)[0])}
    return [
        {"name": name, **_renamed(action, members, {"startAfter": "startAfters"})} for name, action in actions.items()
    ]


def _targets(targets: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {target["name"]: _renamed(target, {"resourceTags": ("resourceTags", _pairs)}, {}) for target in targets}


def _told_targets(targets: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    members = {"resourceTags": ("resourceTags", _blocks)}
    return [{"name": name, **_renamed(target, members, {})} for name, target in targets.items()]


def _renamed(
    block: Mapping[str, Any], members: Mapping[str, tuple[str, Any]], names: Mapping[str, str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in block.items():
        if key == "name" or value in (None, [], {}):
            continue
        name, change = members.get(key, (names.get(key, key), lambda kept: kept))
        found[name] = change(value)
    return found


EXPERIMENT_TEMPLATE = Type(
    "aws:fis/experimentTemplate:ExperimentTemplate",
    service="fis",
    id="id",
    create=Call("create_experiment_template", {"clientToken": "{digest}"}, result="experimentTemplate"),
    read=Read("get_experiment_template", {"id": ID}, result="experimentTemplate"),
    delete=Call("delete_experiment_template", {"id": ID}),
    find=Find(
        Read("list_experiment_templates", result="experimentTemplates", where={"description": "{description}"}), "id"
    ),
    aspects=(Aspect(_CHANGED | _CHANGED_TOO, put=Run(lambda _act: {}), created=True),),
    tags=tagged_by({"resourceArn": "arn:{partition}:fis:{region}:{account}:experiment-template/{id}"}),
    rename={
        "actions": As("actions", _actions, _told_actions),
        "targets": As("targets", _targets, _told_targets),
    },
    forgotten=dict.fromkeys(sorted(_CHANGED | _CHANGED_TOO), _NO_CHANGE),
)

TYPES = (EXPERIMENT_TEMPLATE,)
