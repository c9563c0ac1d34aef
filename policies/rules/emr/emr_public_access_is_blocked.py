"""No cluster starts with a security group that lets the internet in, by SSH at most."""

from policies.answers import fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

SSH = 22
"""What is permitted unless told otherwise (Amazon EMR Management Guide, "Using block public access")."""


def _check(props: Props) -> str | None:
    permitted = items(props, "permittedPublicSecurityGroupRuleRanges")
    return fault_among(
        ("clusters may be open to the internet", lambda: props.get("blockPublicSecurityGroupRules") is not True),
        ("it leaves ports open to the internet", lambda: some(permitted, _is_wide)),
    )


def _is_wide(ports: Props) -> bool:
    return some(("minRange", "maxRange"), lambda end: value(ports, end) != SSH)


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
