"""Whose events somebody is told of: rules of EventBridge that are on and hand on what they match."""

import json
from collections import defaultdict
from collections.abc import Callable

from policies.graph import Graph
from policies.model import Resource
from policies.read import items, value
from policies.rules.stack._regions import NoRegionError, by_region, region_of

RULE_TYPE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"


def told_of(graph: Graph) -> Callable[[Resource, str], bool]:
    """Return what says of a resource whether somebody in its region is told of a source's events.

    That raises `NoRegionError` where it hangs on a region that a provider doesn't say.
    """
    handed_on = graph.referred("rule", by=(TARGET,), to=frozenset({RULE_TYPE}))
    rules: dict[str, list[Resource]] = defaultdict(list)
    for rule in graph.of((RULE_TYPE,)):
        if rule.urn in handed_on and value(rule.props, "state", "ENABLED") != "DISABLED":
            for source in items(json.loads(value(rule.props, "eventPattern", "{}")), "source"):
                rules[source].append(rule)
    places = {source: by_region(found) for source, found in rules.items()}

    def is_told(resource: Resource, source: str) -> bool:
        if source not in places:
            return False
        placed, silent = places[source]
        if region_of(resource) in placed:
            return True
        if silent:
            raise NoRegionError(graph.by_urn[silent[0].urn])
        return False

    return is_told
