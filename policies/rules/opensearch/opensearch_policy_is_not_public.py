"""The access policy of a domain lets nobody in who is not named, or held to known places by a condition."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    public = [statement.label for statement in statements(props.get("accessPolicies")) if statement.public]
    return f"{', '.join(public)} allows everyone" if public else None


RULE = Rule(
    name="opensearch_policy_is_not_public",
    title="OpenSearch access policies allow nothing to everyone.",
    resource_types=frozenset({"aws:opensearch/domain:Domain", "aws:opensearch/domainPolicy:DomainPolicy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals in accessPolicies.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html",
)
