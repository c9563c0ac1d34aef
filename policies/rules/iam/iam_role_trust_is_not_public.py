"""Nobody assumes a role who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("assumeRolePolicy"), public("sts"), "assumeRolePolicy")


RULE = Rule(
    name="iam_role_trust_is_not_public",
    title="IAM roles trust named principals.",
    resource_types=frozenset({"aws:iam/role:Role"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the principals in assumeRolePolicy.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
)
