"""Elastic Compute Cloud: prefix lists of one's own."""

from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.ec2_common import delete_standing, found_by, standing
from sandbox.providers.aws.spec import ID, Aspect, Call, Read, Run, Type
from sandbox.providers.aws.tags import tag_specifications, tagged_on_ec2
from sandbox.values import Properties

_LIST = Read("describe_managed_prefix_lists", {"PrefixListIds": [ID]}, result="PrefixLists")
_STANDING = standing(_LIST)
_ENTRIES = Read("get_managed_prefix_list_entries", {"PrefixListId": ID})


def _spelled(entry: dict[str, Any]) -> Properties:
    described = {"Description": entry["description"]} if entry.get("description") else {}
    return {"Cidr": entry["cidr"], **described}


def _change_entries(act: Act) -> None:
    """Add and remove what differs; an entry whose description changes is removed first."""
    live = act.call("get_managed_prefix_list_entries", PrefixListId=act.id)["Entries"]
    wanted = [_spelled(entry) for entry in act.inputs.get("entries") or ()]
    removed = [{"Cidr": entry["Cidr"]} for entry in live if entry not in wanted]
    added = [entry for entry in wanted if entry not in live]
    changes: tuple[Properties, ...] = ({"RemoveEntries": removed}, {"AddEntries": added})
    for change in changes:
        if all(change.values()):
            current = act.look(_LIST)
            act.call(
                "modify_managed_prefix_list",
                PrefixListId=act.id,
                PrefixListName=act["name"],
                CurrentVersion=int(current["Version"]),
                **change,
            )


PREFIX_LIST = Type(
    "aws:ec2/managedPrefixList:ManagedPrefixList",
    service="ec2",
    id="PrefixListId",
    create=Call(
        "create_managed_prefix_list",
        rename={"name": "PrefixListName", "tags": tag_specifications("prefix-list")},
        result="PrefixList",
    ),
    read=_STANDING,
    update=Call("modify_managed_prefix_list", {"PrefixListId": ID}, takes={"name", "maxEntries"}),
    delete=delete_standing("delete_managed_prefix_list", "PrefixListId", _STANDING),
    find=found_by(
        Read("describe_managed_prefix_lists", result="PrefixLists"), "PrefixListId", {"PrefixListName": "{name}"}
    ),
    rename={"name": "PrefixListName"},
    aspects=(Aspect({"entries"}, put=Run(_change_entries), read=_ENTRIES, created=True),),
    tags=tagged_on_ec2(),
    outputs={"arn": "PrefixListArn", "ownerId": "OwnerId", "version": "Version"},
    replaces={"addressFamily"},
    forgotten={"maxEntries": "the emulator keeps the number a list was created with"},
)

TYPES = (PREFIX_LIST,)
