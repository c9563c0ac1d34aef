"""What waits in a pipeline is encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "encryptionAtRestOptions.kmsKeyArn")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="opensearchingest_pipeline_uses_customer_key",
    title="OpenSearch Ingestion is encrypted under a customer key.",
    resource_types=frozenset({"aws:opensearchingest/pipeline:Pipeline"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionAtRestOptions.kmsKeyArn.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/creating-pipeline.html",
)
