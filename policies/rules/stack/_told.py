"""Whose events somebody is told of: rules of EventBridge that are on and hand on what they match."""

import json
from collections.abc import Callable

from policies.answers import all_hold
from policies.graph import Graph
from policies.lists import some
from policies.model import Resource
from policies.read import items, value
from policies.references import of_another
from policies.rules.stack._regions import region_of

RULE_TYPE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"


def told_of(graph: Graph) -> Callable[[Resource, str], bool]:
    """Return what says of a resource whether somebody in its region is told of a source's events.

    That raises `UnknownValueError` where it hangs on what is not known yet, such as a region that a provider doesn't
    say.
    """
    handed_on = graph.referrers("rule", by=(TARGET,), to=frozenset({RULE_TYPE}), shared=True)
    rules = graph.of((RULE_TYPE,))

    def tells(rule: Resource, source: str, region: str) -> bool:
        return all_hold(
            lambda: region_of(rule) == region,
            lambda: source in items(json.loads(value(rule.props, "eventPattern", "{}")), "source"),
            lambda: value(rule.props, "state", "ENABLED") != "DISABLED",
            lambda: handed_on.include(rule),
        )

    def is_told(resource: Resource, source: str) -> bool:
        region = region_of(resource)
        return some(rules, lambda rule: of_another(rule, lambda: tells(rule, source, region)))

    return is_told
