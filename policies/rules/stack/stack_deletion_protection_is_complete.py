"""A stack that protects its data protects all of it: by Pulumi's `protect` and by AWS's own deletion protection.

A stack that protects nothing may be destroyed and made anew; the rule says nothing about it.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.stack._switches import STORES, SWITCHES

TABLE = "aws:dynamodb/table:Table"


def _check(graph: Graph) -> Iterable[Finding | None]:
    if not any(resource.protect for resource in graph.resources):
        raise NotApplicable("the stack protects nothing")
    yield from each(graph.of(SWITCHES), _fault)


def _fault(store: Resource) -> str | None:
    if store.type in STORES and not store.protect:
        return "the program does not protect it"
    switch, wanted = SWITCHES[store.type]
    if value(store.props, switch, False) is not wanted:
        return f"{switch} is not {str(wanted).lower()}"
    for replica in items(store.props, "replicas") if store.type == TABLE else ():
        if value(replica, switch, False) is not wanted:
            return f"{switch} of a replica is not {str(wanted).lower()}"
    return None


RULE = StackRule(
    name="stack_deletion_protection_is_complete",
    title="A stack that protects its data protects all of it.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Set the resource option protect and the property.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-7",
    sources=(
        "SecurityHub DocumentDB.5",
        "SecurityHub DynamoDB.6",
        "SecurityHub ELB.6",
        "SecurityHub Neptune.4",
        "SecurityHub NetworkFirewall.9",
        "SecurityHub RDS.7",
        "SecurityHub RDS.8",
    ),
)
