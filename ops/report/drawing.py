"""Lays the topology out: a box for each region, the clients above, a lane for each kind of flow below.

A lane is read like a line of a sequence diagram: a dot where something comes from, an arrowhead where it goes. So any
number of regions stays legible. Lengths are in user units of the SVG, about a pixel each.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ops.report.flow_kinds import Bearing, FlowKind
from ops.report.flows import Flow
from ops.report.topology import Part, Region, Topology

GUTTER, COLUMN, GAP, MARGIN = 188, 248, 28, 12
"""Widths: of the lanes' labels, of a region, between regions, around everything."""
ENTRY_HEIGHT, ROUTES_HEIGHT, HEAD_HEIGHT, ROW_HEIGHT, LINE_HEIGHT, LANE_GAP = 34, 66, 48, 27, 21, 11
ARROW = 7


@dataclass(frozen=True, kw_only=True)
class Row:
    """A part of a region."""

    y: int
    part: Part
    mark: str
    """The worst that a rule says of it."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A region."""

    x: int
    centre: int
    region: Region
    mark: str
    rows: Sequence[Row]
    routes: Sequence[str]
    """How clients come here."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """The flows of one kind from one region."""

    y: int
    left: int
    right: int
    dot: int | None
    """Where it starts; None when it goes both ways."""
    heads: Sequence[tuple[int, int]]
    """Where it ends, and whether that is to the right (1) or to the left (-1)."""
    inside: bool
    """Whether it stays in the region, too."""
    count: int
    """Of the resources that say so."""
    says: str


@dataclass(frozen=True, kw_only=True)
class Lane:
    """The flows of one kind."""

    kind: FlowKind
    y: int
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Everything in its place."""

    width: int
    height: int
    box_top: int
    box_height: int
    entries: Sequence[str]
    boxes: Sequence[Box]
    lanes: Sequence[Lane]


def draw(topology: Topology, marks: Mapping[str, str], worst_first: Sequence[str]) -> Drawing:
    """Lay *topology* out. *marks* says by URN the worst that a rule says, in one of the words *worst_first*."""
    boxes = [_box(number, region, topology, marks, worst_first) for number, region in enumerate(topology.regions)]
    box_top = MARGIN + ENTRY_HEIGHT + ROUTES_HEIGHT
    box_height = HEAD_HEIGHT + ROW_HEIGHT * max((len(box.rows) for box in boxes), default=0) + MARGIN
    lanes = _lanes(topology.flows, {box.region.name: box.centre for box in boxes}, box_top + box_height + 2 * LANE_GAP)
    return Drawing(
        width=GUTTER + len(boxes) * (COLUMN + GAP) - GAP + MARGIN,
        height=(lanes[-1].lines[-1].y + LINE_HEIGHT if lanes else box_top + box_height) + MARGIN,
        box_top=box_top,
        box_height=box_height,
        entries=topology.entries,
        boxes=boxes,
        lanes=lanes,
    )


def _box(number: int, region: Region, topology: Topology, marks: Mapping[str, str], worst_first: Sequence[str]) -> Box:
    def worst(urns: Sequence[str]) -> str:
        said = {marks[urn] for urn in urns if urn in marks}
        return next((mark for mark in worst_first if mark in said), "")

    x = GUTTER + number * (COLUMN + GAP)
    first = MARGIN + ENTRY_HEIGHT + ROUTES_HEIGHT + HEAD_HEIGHT
    return Box(
        x=x,
        centre=x + COLUMN // 2,
        region=region,
        mark=worst(region.urns),
        rows=[
            Row(y=first + index * ROW_HEIGHT, part=part, mark=worst(part.urns))
            for index, part in enumerate(region.parts)
        ],
        routes=[route.label for route in topology.routes if route.region == region.name],
    )


def _lanes(flows: Sequence[Flow], centres: Mapping[str, int], y: int) -> Sequence[Lane]:
    by_kind: dict[FlowKind, dict[str, list[Flow]]] = defaultdict(lambda: defaultdict(list))
    for flow in flows:
        if flow.source in centres and flow.target in centres:
            by_kind[flow.kind][flow.source].append(flow)
    lanes: list[Lane] = []
    for kind, by_source in by_kind.items():
        lines: list[Line] = []
        for source, going in by_source.items():
            lines.append(_line(kind, source, going, centres, y + LINE_HEIGHT // 2))
            y += LINE_HEIGHT
        lanes.append(Lane(kind=kind, y=lines[0].y, lines=lines))
        y += LANE_GAP
    return lanes


def _line(kind: FlowKind, source: str, going: Sequence[Flow], centres: Mapping[str, int], y: int) -> Line:
    start = centres[source]
    ends = [centres[flow.target] for flow in going]
    both = kind.bearing is Bearing.BOTH
    heads = [(end, 1 if end > start else -1) for end in ends if end != start]
    if both and heads:
        heads.append((start, -heads[0][1]))
    names = {name for flow in going for name in flow.names}
    targets = ", ".join(flow.target if flow.target != source else "itself" for flow in going)
    return Line(
        y=y,
        left=min(start, *ends),
        right=max(start, *ends),
        dot=None if both else start,
        heads=heads,
        inside=start in ends,
        count=len(names),
        says=f"{kind.label}: {source} {'and' if both else 'to'} {targets} ({len(names)})",
    )
