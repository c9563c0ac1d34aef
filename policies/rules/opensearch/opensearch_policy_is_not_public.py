"""The access policy of a domain lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("accessPolicies"), public("es"), "accessPolicies")


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
