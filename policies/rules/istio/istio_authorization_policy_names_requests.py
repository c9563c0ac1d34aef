"""The mesh allows named requests."""

from policies.lists import fault_in
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    if value(props, "spec.action", "ALLOW") != "ALLOW":
        raise NotApplicable("it allows nothing")

    def fault(label: str, rule: Props) -> str | None:
        if not set(rule):
            return f"{label} allows every request"
        return None

    return fault_in(numbered(items(props, "spec.rules"), "rules"), fault)


RULE = Rule(
    name="istio_authorization_policy_names_requests",
    title="The mesh allows named requests.",
    resource_types=frozenset({"kubernetes:security.istio.io/v1:AuthorizationPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.NETWORK_SEGMENTATION}),
    remediation="Say in from, to or when what the rule allows.",
    link="https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns",
)
