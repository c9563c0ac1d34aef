"""What a pipeline can't deliver is told in CloudWatch Logs."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "logPublishingOptions.isLoggingEnabled") is not True:
        return "it does not log"
    return None


RULE = Rule(
    name="opensearchingest_pipeline_logs",
    title="OpenSearch Ingestion pipelines log.",
    resource_types=frozenset({"aws:opensearchingest/pipeline:Pipeline"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logPublishingOptions with isLoggingEnabled and a log group.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/monitoring-pipeline-logs.html",
)
