"""What the modules of EC2 share: which states are gone, and how things without names are found again."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act, steps
from sandbox.providers.aws.reading import get
from sandbox.providers.aws.spec import Find, Look, Read, Reads, Run, Template

GONE = frozenset({"delete-complete", "delete-in-progress", "deleted", "deleting", "failed", "rejected", "rejecting"})
"""States in which EC2 still lists what is no longer there."""


def standing(read: Read) -> Look:
    """Return *read*, but for what EC2 lists and has deleted."""

    def function(act: Act) -> Mapping[str, Any] | None:
        found = act.look(read)
        return None if found is None or found.get("State") in GONE else found

    return Look(function, read)


def delete_standing(operation: str, member: str, read: Reads) -> Run:
    """Return the delete of what *read* finds, named by *member*; the emulator fails where AWS says there is nothing."""

    def function(act: Act) -> None:
        if act.look(read):
            act.call(operation, **{member: act.id})

    return Run(function)


def found_by(read: Read, identifier: str, like: Mapping[str, Template], *, tagged: bool = True) -> Find:
    """Return how the newest standing thing that *read* lists is found, whose members are *like* the inputs'.

    Unless the members alone tell it from all others (*tagged* false), it has the resource's own tags as well, and
    without tags nothing is found. The choice is made here, since the emulator doesn't know all filters.
    """

    def function(act: Act) -> Mapping[str, Any] | None:
        own = tags.identity(act.inputs)
        if tagged and not own:
            return None
        wanted = {member: act.fill(template) for member, template in like.items()}
        listed = get(act.pages(read.operation), steps(read.result))
        fitting = [one for one in listed if one.get("State") not in GONE and _fits(one, wanted)]
        if tagged:
            fitting = [one for one in fitting if own.items() <= carried(one).items()]
        return fitting[-1] if fitting else None

    return Find(Look(function, read), identifier)


def carried(found: Mapping[str, Any]) -> dict[str, str]:
    """Return the tags in an answer."""
    return {tag["Key"]: tag["Value"] for tag in found.get("Tags", ())}


def _fits(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(get(found, steps(member)) == value for member, value in wanted.items())
