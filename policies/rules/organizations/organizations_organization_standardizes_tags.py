"""Owner and data class are spelt one way in all accounts."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "TAG_POLICY" not in items(props, "enabledPolicyTypes"):
        return "tag policies are off"
    return None


RULE = Rule(
    name="organizations_organization_standardizes_tags",
    title="The organization has tag policies.",
    resource_types=frozenset({"aws:organizations/organization:Organization"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ASSET_INVENTORY}),
    remediation="Add TAG_POLICY to enabledPolicyTypes.",
    link="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies.html",
)
