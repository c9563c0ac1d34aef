"""What no account may do can be written down once, for all accounts."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it only adds up bills", lambda: value(props, "featureSet", "ALL") != "ALL"),
        (
            "service control policies are off",
            lambda: "SERVICE_CONTROL_POLICY" not in items(props, "enabledPolicyTypes"),
        ),
    )


RULE = Rule(
    name="organizations_organization_sets_guardrails",
    title="The organization can deny.",
    resource_types=frozenset({"aws:organizations/organization:Organization"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Set featureSet to ALL and add SERVICE_CONTROL_POLICY to enabledPolicyTypes.",
    link="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
)
