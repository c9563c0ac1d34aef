"""No cluster starts with a security group that lets the internet in, by SSH at most."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

SSH = (22, 22)
"""What is permitted unless told otherwise (Amazon EMR Management Guide, "Using block public access")."""


def _check(props: Props) -> str | None:
    if props.get("blockPublicSecurityGroupRules") is not True:
        return "clusters may be open to the internet"

    def fault(label: str, ports: Props) -> str | None:
        if (value(ports, "minRange"), value(ports, "maxRange")) != SSH:
            return f"{label} leaves ports open to the internet"
        return None

    return fault_in(numbered(items(props, "permittedPublicSecurityGroupRuleRanges"), "permitted"), fault)


RULE = Rule(
    name="emr_public_access_is_blocked",
    title="EMR blocks public access.",
    resource_types=frozenset({"aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set blockPublicSecurityGroupRules to true and permit no ranges.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/emr-controls.html#emr-2",
    sources=("SecurityHub EMR.2",),
)
