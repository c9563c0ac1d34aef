"""Data is on three nodes or more, in different zones."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value

FEWEST = 3
"""Security Hub, Opensearch.6."""


def _check(props: Props) -> str | None:
    return fault_among(
        ("it stands in one zone", lambda: value(props, "clusterConfig.zoneAwarenessEnabled") is not True),
        (
            f"it has fewer than {FEWEST} data nodes",
            lambda: not at_least(value(props, "clusterConfig.instanceCount"), FEWEST),
        ),
    )


RULE = Rule(
    name="opensearch_domain_spans_zones",
    title="OpenSearch domains span zones.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set clusterConfig with zoneAwarenessEnabled and an instanceCount of 3 or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-6",
    sources=("SecurityHub Opensearch.6",),
)
