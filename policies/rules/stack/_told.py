"""Whose events somebody is told of: rules of EventBridge that are on and hand on what they match."""

import json

from policies.graph import Graph
from policies.read import items, value

RULE_TYPE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"


def told_of(graph: Graph) -> set[tuple[object, object]]:
    """Return the sources of events that somebody is told of, each with the region."""
    handed_on = graph.referred("rule", by=(TARGET,), to=frozenset({RULE_TYPE}))
    return {
        (value(rule.props, "region"), source)
        for rule in graph.of((RULE_TYPE,))
        if rule.urn in handed_on and value(rule.props, "state", "ENABLED") != "DISABLED"
        for source in items(json.loads(value(rule.props, "eventPattern", "{}")), "source")
    }
