"""Pods reach each other only where a network policy lets them; the VPC CNI sees to it when told to."""

import json

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("addonName") != "vpc-cni":
        raise NotApplicable("it is not for networking")
    configuration = json.loads(value(props, "configurationValues", "{}"))
    if value(configuration, "enableNetworkPolicy") not in ("true", True):
        return "network policies have no effect"
    return None


RULE = Rule(
    name="eks_addon_enforces_network_policies",
    title="EKS enforces network policies.",
    resource_types=frozenset({"aws:eks/addon:Addon"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set enableNetworkPolicy to true in configurationValues.",
    link="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html",
)
