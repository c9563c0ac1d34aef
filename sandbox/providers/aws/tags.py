"""Tags: what a resource carries in the end, and the ways AWS's services change and tell them.

The helpers make the `tags=` of a row. Where a service's member isn't called tags but for case, its name is given.
"""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws import shapes
from sandbox.providers.aws.act import Act, steps
from sandbox.providers.aws.reading import ABSENT, get
from sandbox.providers.aws.spec import ID, As, Call, Read, Tags, Template, Type
from sandbox.values import UNKNOWN, Properties

TAG_KEYS = "tagKeys"
"""The property that a call which removes tags takes."""


def tagged_by(
    params: Mapping[str, Template],
    *,
    put: str = "tag_resource",
    remove: str = "untag_resource",
    read: str | None = "list_tags_for_resource",
    member: str | None = None,
    keys: str | As | None = None,
    created: bool = True,
) -> Tags:
    """Return tags changed and listed by calls that all name the resource by *params*.

    *member* is the member of tags in *put* and *keys* that of tag keys in *remove*, when they aren't called `Tags` and
    `TagKeys` but for case. *read* None: the type's own read reports them.
    """
    return Tags(
        put=Call(put, params, rename={"tags": member} if member else {}),
        remove=Call(remove, params, takes={TAG_KEYS}, rename={TAG_KEYS: keys} if keys else {}),
        read=Read(read, params) if read else None,
        created=created,
    )


def tagged_by_arn(member: str = "ResourceArn", *, created: bool = True) -> Tags:
    """Return tags of `tag_resource`, `untag_resource` and `list_tags_for_resource` that name the output `arn`."""
    return tagged_by({member: "{arn}"}, created=created)


def tagged_on_ec2() -> Tags:
    """Return tags of EC2's `create_tags`; the type's read reports them. See `tag_specifications` for its create."""
    return Tags(
        put=Call("create_tags", {"Resources": [ID]}, takes={"tags"}, service="ec2"),
        remove=Call(
            "delete_tags",
            {"Resources": [ID]},
            takes={TAG_KEYS},
            rename={TAG_KEYS: listed_keys()},
            service="ec2",
        ),
        read=None,
    )


def listed_keys(member: str = "Tags") -> As:
    """Return the rename target of tag keys in a call that takes them as a list of `{Key}` in *member*."""
    return As(member, lambda keys: [{"Key": key} for key in keys], list)


def tag_specifications(resource_type: str) -> As:
    """Return the rename target of `tags` in an EC2 call that creates a *resource_type* such as `vpc`."""
    return As(
        "TagSpecifications",
        lambda tags: [{"ResourceType": resource_type, "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]}],
        dict,
    )


def replaced_whole(put: Call, clear: Call, read: Read, member: str | None = None) -> Tags:
    """Return tags that *put* replaces as a whole, as in S3; created after the resource. *member* holds those read."""
    return Tags(put=put, remove=None, clear=clear, read=read, member=member, created=False)


def defaults_of(provider: Mapping[str, Any]) -> dict[str, str]:
    """Return the `defaultTags` in a provider's inputs."""
    given = provider.get("defaultTags") or {}
    if given is UNKNOWN:
        return {}
    block = json.loads(given) if isinstance(given, str) else given
    return dict(block.get("tags") or {})


def all_tags(provider: Mapping[str, Any], inputs: Properties) -> Any:
    """Return the tags that a resource with *inputs* carries, the provider's included; may be `UNKNOWN`."""
    own = inputs.get("tags") or {}
    return UNKNOWN if own is UNKNOWN else {**defaults_of(provider), **own}


def own_tags(provider: Mapping[str, Any], live: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return which of the *live* tags the program is answerable for: not the provider's unless *given* as well."""
    defaults = defaults_of(provider)
    kept = {key: value for key, value in live.items() if key in given or defaults.get(key) != value}
    return {key: kept[key] for key in (*(key for key in given if key in kept), *(kept.keys() - given.keys()))}


def change(act: Act, tags: Tags, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    """Bring a resource's tags from *old* to *new*."""
    if tags.remove is None:
        if new:
            act.send(tags.put, {"tags": dict(new)})
        elif old and tags.clear:
            act.send(tags.clear, {})
        return
    if gone := sorted(old.keys() - new.keys()):
        act.send(tags.remove, {TAG_KEYS: gone})
    if changed := {key: value for key, value in new.items() if old.get(key) != value}:
        act.send(tags.put, {"tags": changed})


def read(act: Act, row: Type, found: Any) -> dict[str, str] | None:
    """Return the live tags of a resource whose read found *found*; None when the answer doesn't tell."""
    if row.tags is None:
        return None
    data = act.look(row.tags.read) if row.tags.read else found
    if data is None:
        return {}
    if row.tags.member:
        value = get(data, steps(row.tags.member))
    else:
        value = next((data[name] for name in ("Tags", "tags", "TagList", "TagSet") if name in data), ABSENT)
    if value is ABSENT or value is None:
        return {} if row.tags.read or "tags" not in row.forgotten else None
    pairs = value if isinstance(value, Mapping) else dict(_pair(item) for item in value)
    return {key: item for key, item in pairs.items() if not key.startswith("aws:")}


def _pair(item: Mapping[str, Any]) -> tuple[str, str]:
    names = shapes.pair_names(name for name in item if name.lower() in {"key", "value", "tagkey", "tagvalue"})
    return (item[names[0]], item[names[1]]) if names else (next(iter(item.values())), "")


def identity(inputs: Properties) -> dict[str, str]:
    """Return the tags that tell a nameless resource from all others, empty when the program gave none."""
    given = inputs.get("tags") or {}
    return {key: given[key] for key in ("Name", "stack") if key in given}


def identity_filters(act: Act) -> list[dict[str, Any]]:
    """Return EC2's `Filters` for the resource's own tags (a template of a `find`); one that nothing fits without."""
    own = identity(act.inputs) or {"Name": act.resource.urn}
    return [{"Name": f"tag:{key}", "Values": [value]} for key, value in own.items()]
