"""Between VPC Lattice and its targets HTTP is encrypted."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("type") == "LAMBDA":
        raise NotApplicable("a function is called through AWS")
    if value(props, "config.protocol") == "HTTP":
        return "its targets are reached over plain HTTP"
    return None


RULE = Rule(
    name="vpclattice_target_group_is_encrypted",
    title="VPC Lattice reaches targets over TLS.",
    resource_types=frozenset({"aws:vpclattice/targetGroup:TargetGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set config.protocol to HTTPS.",
    link="https://docs.aws.amazon.com/vpc-lattice/latest/ug/target-groups.html",
)
