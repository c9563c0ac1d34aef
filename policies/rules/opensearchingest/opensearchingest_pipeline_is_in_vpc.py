"""A pipeline takes records from the network only."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "vpcOptions.subnetIds"):
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="opensearchingest_pipeline_is_in_vpc",
    title="OpenSearch Ingestion pipelines are in a VPC.",
    resource_types=frozenset({"aws:opensearchingest/pipeline:Pipeline"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION, Objective.PUBLIC_ACCESS}),
    remediation="Set vpcOptions with subnetIds and securityGroupIds.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/pipeline-security.html",
)
