"""What a stack costs a month by component and region, from its resources.

A component is what stands at the top of a resource's parents; what belongs to one region is named without it, so that
a component is told once for all its regions.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from ops.cost.bill import NOWHERE, Bill, Billed, bill
from ops.cost.metering import metered, region_of
from ops.cost.prices import Prices
from policies.model import Resource

STACK = "pulumi:pulumi:Stack"


@dataclass(frozen=True, kw_only=True)
class Component:
    """What a component costs, in all its regions."""

    room: str
    """Folder of the file that declares it; empty where that is the project's own, or isn't known."""
    name: str
    bill: Bill


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """What a stack costs, by component."""

    components: Sequence[Component]
    """Those that something is paid for, or that has no price; what costs most first."""
    whole: Bill

    @property
    def regions(self) -> Sequence[str]:
        """The regions that something is paid for in, in the alphabet's order; what has none last."""
        return sorted({region for _, region in self.whole.lines}, key=lambda each: (each == NOWHERE, each))

    @property
    def rooms(self) -> Mapping[str, Sequence[Component]]:
        """The components by room; the room that costs most first."""
        rooms: dict[str, list[Component]] = defaultdict(list)
        for each in self.components:
            rooms[each.room].append(each)
        return dict(sorted(rooms.items(), key=lambda room: -sum(each.bill.total for each in room[1])))


def breakdown(resources: Sequence[Resource], prices: Prices) -> Breakdown:
    """Return what *resources*, all of a stack's, cost. Linear in them but for the depth of parents."""
    counted = metered(resources)
    regions = {region for each in resources if (region := region_of(each))}
    by_urn = {each.urn: each for each in resources}
    shares: dict[tuple[str, str], list[Billed]] = defaultdict(list)
    for each in resources:
        top = _top(each, by_urn)
        billed = Billed(type=each.type, region=region_of(each), uses=counted.get(each.urn, ()))
        shares[_room(top), _without_region(top.name, regions)].append(billed)
    components = [
        Component(room=room, name=name, bill=share)
        for (room, name), billed in shares.items()
        if (share := bill(billed, prices)).lines or share.unpriced
    ]
    components.sort(key=lambda each: (-each.bill.total, each.room, each.name))
    return Breakdown(components=components, whole=bill((each for billed in shares.values() for each in billed), prices))


def by_region(*bills: Bill) -> Mapping[str, Decimal]:
    """Return what is priced on *bills*, added up by region."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for each in bills:
        for (_, region), amount in each.lines.items():
            amounts[region] += amount
    return amounts


def _top(resource: Resource, by_urn: Mapping[str, Resource]) -> Resource:
    parent = by_urn.get(resource.parent or "")
    while parent and parent.type != STACK:
        resource, parent = parent, by_urn.get(parent.parent or "")
    return resource


def _room(top: Resource) -> str:
    return PurePath((top.source or "").rpartition(":")[0]).parent.name


def _without_region(name: str, regions: set[str]) -> str:
    return next((name.removesuffix(f"-{each}") for each in regions if name.endswith(f"-{each}")), name)
