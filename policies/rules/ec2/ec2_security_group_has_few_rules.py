"""A security group is short enough to be understood.

50 rules in either direction, of the 60 that Amazon VPC allows by default (Amazon VPC User Guide, "Amazon VPC quotas").
"""

from policies.lists import first
from policies.model import Check, Level, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import items

MOST_RULES = 50


def _up_to(most_rules: int) -> Check:
    def check(props: Props) -> str | None:

        def fault(direction: str) -> str | None:
            if len(items(props, direction)) > most_rules:
                return f"it has more than {most_rules} {direction} rules"
            return None

        return first(("ingress", "egress"), fault)

    return check


RULE = Rule(
    name="ec2_security_group_has_few_rules",
    title="Security groups have 50 rules at most.",
    resource_types=frozenset({"aws:ec2/securityGroup:SecurityGroup"}),
    check=_up_to(MOST_RULES),
    threshold=Threshold(name="mostRules", default=MOST_RULES, least=1, most=1000, check=_up_to),
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Merge the rules, or refer to prefix lists and other groups.",
    link="https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
)
