"""Private authorities are shared with named accounts."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("acm-pca"))


RULE = Rule(
    name="acmpca_policy_is_not_public",
    title="Private authorities are shared with named accounts.",
    resource_types=frozenset({"aws:acmpca/policy:Policy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT, Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal.",
    link="https://docs.aws.amazon.com/privateca/latest/userguide/pca-rbp.html",
)
