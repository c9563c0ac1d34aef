"""Nodes of a domain talk to each other over TLS."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "nodeToNodeEncryption.enabled") is not True:
        return "traffic between its nodes is not encrypted"
    return None


RULE = Rule(
    name="opensearch_domain_encrypts_between_nodes",
    title="OpenSearch domains encrypt traffic between nodes.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set nodeToNodeEncryption.enabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-3",
    sources=("SecurityHub Opensearch.3",),
)
