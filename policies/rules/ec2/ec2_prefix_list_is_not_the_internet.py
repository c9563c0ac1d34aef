"""A prefix list, which security groups and routes refer to, doesn't mean the whole internet."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value
from policies.rules.ec2._open_ports import from_anywhere


def _check(props: Props) -> str | None:
    wide = labels(numbered(items(props, "entries"), "entries"), lambda entry: from_anywhere(value(entry, "cidr")))
    return f"{', '.join(wide)} is the whole internet" if wide else None


RULE = Rule(
    name="ec2_prefix_list_is_not_the_internet",
    title="Prefix lists do not contain the whole internet.",
    resource_types=frozenset({"aws:ec2/managedPrefixList:ManagedPrefixList"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Name the networks in entries.",
    link="https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html",
)
