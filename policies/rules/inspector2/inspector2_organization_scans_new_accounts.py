"""Inspector scans new accounts."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

KINDS = ("ec2", "ecr", "lambda", "lambdaCode")


def _check(props: Props) -> str | None:
    off = those(KINDS, lambda kind: value(props, f"autoEnable.{kind}") is not True)
    return f"autoEnable.{', autoEnable.'.join(off)} is off" if off else None


RULE = Rule(
    name="inspector2_organization_scans_new_accounts",
    title="Inspector scans new accounts.",
    resource_types=frozenset({"aws:inspector2/organizationConfiguration:OrganizationConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.VULNERABILITY_MANAGEMENT}),
    remediation="Set ec2, ecr, lambda and lambdaCode of autoEnable to true.",
    link="https://docs.aws.amazon.com/inspector/latest/user/designating-admin.html",
    sources=("SecurityHub Inspector.1",),
)
