"""A domain has addresses in the network only."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "vpcOptions.subnetIds"):
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="opensearch_domain_is_in_vpc",
    title="OpenSearch domains are in a VPC.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION, Objective.PUBLIC_ACCESS}),
    remediation="Set vpcOptions.subnetIds to isolated subnets.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-2",
    sources=("SecurityHub Opensearch.2",),
)
