"""Who may use the applications of a group, and in what state of their device, is decided by a policy."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

EVERYBODY = "permit(principal,action,resource);"
"""Cedar for everybody, without its spaces."""


def _check(props: Props) -> str | None:
    policy = "".join(value(props, "policyDocument", "").split())
    if not policy:
        return "it has no policy"
    return "its policy lets everybody in" if policy == EVERYBODY else None


RULE = Rule(
    name="verifiedaccess_group_has_policy",
    title="Verified Access groups have a policy.",
    resource_types=frozenset({"aws:verifiedaccess/group:Group"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.LEAST_PRIVILEGE}),
    remediation="Set policyDocument, with a condition on identity and device.",
    link="https://docs.aws.amazon.com/verified-access/latest/ug/auth-policies.html",
)
