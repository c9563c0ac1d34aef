"""A service of VPC Lattice, and a network of them, answers to those that its policy names."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("authType") != "AWS_IAM":
        return "it answers anyone who reaches it"
    return None


RULE = Rule(
    name="vpclattice_service_is_authorized",
    title="VPC Lattice services are authorized.",
    resource_types=frozenset({"aws:vpclattice/service:Service", "aws:vpclattice/serviceNetwork:ServiceNetwork"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.NETWORK_SEGMENTATION}),
    remediation="Set authType to AWS_IAM.",
    link="https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html",
)
