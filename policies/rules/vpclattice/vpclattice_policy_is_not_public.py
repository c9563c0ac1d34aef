"""A policy of VPC Lattice lets nobody in who is not named, or held to known places by a condition."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

PLACES = frozenset({"vpc-lattice-svcs:sourcevpc", "vpc-lattice-svcs:sourcevpcowneraccount"})


def _check(props: Props) -> str | None:
    public = [
        statement.label
        for statement in statements(props.get("policy"))
        if statement.public and not any(statement.condition_values(place) for place in PLACES)
    ]
    return f"{', '.join(public)} allows everyone" if public else None


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
