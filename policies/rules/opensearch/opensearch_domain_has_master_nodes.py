"""Three nodes do nothing but lead the cluster, so that heavy queries can't unseat it."""

from policies.answers import fault_among
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value

FEWEST = 3
"""Security Hub, Opensearch.11."""


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "its data nodes lead the cluster themselves",
            lambda: value(props, "clusterConfig.dedicatedMasterEnabled") is not True,
        ),
        (
            f"it has fewer than {FEWEST} master nodes",
            lambda: not at_least(value(props, "clusterConfig.dedicatedMasterCount"), FEWEST),
        ),
    )


RULE = Rule(
    name="opensearch_domain_has_master_nodes",
    title="OpenSearch domains have master nodes of their own.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set dedicatedMasterEnabled to true and dedicatedMasterCount to 3.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-11",
    sources=("SecurityHub Opensearch.11",),
)
