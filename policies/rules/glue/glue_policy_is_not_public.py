"""The catalog's policy lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("glue"))


RULE = Rule(
    name="glue_policy_is_not_public",
    title="The Glue catalog allows nothing to everyone.",
    resource_types=frozenset({"aws:glue/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/glue/latest/dg/security_iam_service-with-iam.html",
)
