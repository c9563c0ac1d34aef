"""A collection has replicas in another zone, as it does unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("standbyReplicas") == "DISABLED":
        return "it stands in one zone"
    return None


RULE = Rule(
    name="opensearch_serverless_collection_has_standby",
    title="OpenSearch Serverless collections have standby replicas.",
    resource_types=frozenset(
        {
            "aws:opensearch/serverlessCollection:ServerlessCollection",
            "aws:opensearch/serverlessCollectionGroup:ServerlessCollectionGroup",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Remove standbyReplicas or set it to ENABLED.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-scaling.html",
)
