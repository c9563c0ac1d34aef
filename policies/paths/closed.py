"""The same walk the other way round: what lets something through and no declared path needs, or needs so much of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from policies.model import Resource
from policies.paths.admissions import ANY, Admission, Direction
from policies.paths.leg import Element
from policies.paths.network import TO_FROM
from policies.paths.spans import EVERY_ADDRESS, INTERNET, Box, Span, less, ports_written, written
from policies.paths.walk import Walk

_MEND = "close it, or declare the path that needs it, or mend that where it breaks off before"


def open_doors(walk: Walk) -> Iterator[tuple[Resource, str]]:
    """Yield what is open beyond need, each with what is wrong and the mend."""
    used: Mapping[Element, dict[Box | None, None]] = defaultdict(dict)
    for _, leg in walk.traffic:
        for element, boxes in leg.elements.items():
            used[element].update(boxes)
    network = walk.network
    for direction, rule in network.admissions.every():
        if fault := _rule(walk, direction, rule, [box for box in used.get(_element(rule), ()) if box]):
            yield rule.resource, fault
    for route in network.tables.every():
        if route.resource and Element(route.resource.urn, route.part) not in used:
            yield route.resource, f"it leads to {written(route.addresses)}, which no declared path needs: {_MEND}"
    for route in network.transit.every():
        if Element(route.urn) not in used:
            yield route, f"it leads to another network, which no declared path needs: {_MEND}"
    for entry in network.acls.every():
        if Element(entry.resource.urn, entry.part) not in used:
            ports = ports_written(entry.box.ports)
            yield (
                entry.resource,
                f"it lets {written(entry.box.addresses)} {ports} through, unneeded by any path: {_MEND}",
            )
    for group, target in network.firewalls.every():
        if Element(group.urn, target) not in used:
            yield group, f"it lets {target} be reached, which no declared path needs: {_MEND}"


def _element(rule: Admission) -> Element:
    return Element(rule.resource.urn, rule.part)


def _rule(walk: Walk, direction: Direction, rule: Admission, needed: Sequence[Box]) -> str | None:
    """Return what is wrong with *rule*, which declared paths need for the packets *needed*."""
    what = "every protocol" if rule.protocol == ANY else f"{rule.protocol} {ports_written(rule.ports)}"
    if not needed:
        return f"it lets {what} {direction}, which no declared path needs: {_MEND}"
    if _element(rule) not in walk.network.sole:
        return f"it lets {what} {direction}, and so does another rule: take one of the two away, or narrow it"
    unneeded: Sequence[Span] = [rule.ports]
    for box in needed:
        unneeded = less(unneeded, box.ports)
    if unneeded:
        listed = ", ".join(sorted({ports_written(box.ports) for box in needed}))
        return f"it lets {what} {direction}, declared paths need {listed} alone: narrow it, or declare more"
    beyond: Sequence[Span] = [*rule.blocks]
    for span in _spaces(walk, needed):
        beyond = less(beyond, span)
    if beyond:
        mend = "narrow it, or declare more"
        return (
            f"it lets {what} {direction} {TO_FROM[direction]} {written(beyond[0])}, where no declared path is: {mend}"
        )
    return None


def _spaces(walk: Walk, needed: Sequence[Box]) -> Sequence[Span]:
    """Return the addresses that *needed* may be widened to: those of its networks, or all for the internet."""
    if any(box.addresses in INTERNET for box in needed):
        return [EVERY_ADDRESS]
    return [span for span in walk.network.ground.every_block() if any(box.addresses.within(span) for box in needed)]
