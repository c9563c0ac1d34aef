"""A domain decides by index, document and field who may read, and knows no anonymous user."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("fine-grained access control is off", lambda: value(props, "advancedSecurityOptions.enabled") is not True),
        ("anonymous access is on", lambda: value(props, "advancedSecurityOptions.anonymousAuthEnabled")),
    )


RULE = Rule(
    name="opensearch_domain_has_fine_grained_access",
    title="OpenSearch domains have fine-grained access control.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.LEAST_PRIVILEGE}),
    remediation="Set advancedSecurityOptions.enabled to true and remove anonymousAuthEnabled.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-7",
    sources=("SecurityHub Opensearch.7",),
)
