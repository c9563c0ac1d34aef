"""Portfolios are shared within the organization."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

WITHIN = frozenset({"ORGANIZATION", "ORGANIZATIONAL_UNIT", "ORGANIZATION_MEMBER_ACCOUNT"})


def _check(props: Props) -> str | None:
    if props.get("type") not in WITHIN:
        return "it is shared with an account by number, whoever owns it"
    return None


RULE = Rule(
    name="servicecatalog_share_stays_in_organization",
    title="Portfolios are shared within the organization.",
    resource_types=frozenset({"aws:servicecatalog/portfolioShare:PortfolioShare"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS}),
    remediation="Set type to ORGANIZATION, ORGANIZATIONAL_UNIT or ORGANIZATION_MEMBER_ACCOUNT.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/servicecatalog-controls.html#servicecatalog-1",
    sources=("SecurityHub ServiceCatalog.1",),
)
