"""A policy of VPC Lattice lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("vpc-lattice-svcs"))


RULE = Rule(
    name="vpclattice_policy_is_not_public",
    title="VPC Lattice policies allow nothing to everyone.",
    resource_types=frozenset({"aws:vpclattice/authPolicy:AuthPolicy", "aws:vpclattice/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:PrincipalOrgID or vpc-lattice-svcs:SourceVpc.",
    link="https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html",
)
