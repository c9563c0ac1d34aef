"""Brokers stand in three zones, so that a zone can be lost and no acknowledged record with it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

FEWEST = 3
"""Amazon MSK Developer Guide, "Best practices": build highly available clusters."""


def _check(props: Props) -> str | None:
    if len(items(props, "brokerNodeGroupInfo.clientSubnets")) < FEWEST:
        return f"its brokers stand in fewer than {FEWEST} zones"
    return None


RULE = Rule(
    name="msk_cluster_spans_zones",
    title="MSK clusters span zones.",
    resource_types=frozenset({"aws:msk/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="List a subnet of each of three zones in clientSubnets.",
    link="https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html",
)
