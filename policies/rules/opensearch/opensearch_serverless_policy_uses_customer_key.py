"""Collections are encrypted under a key of the customer's own."""

import json

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if props.get("type") != "encryption":
        raise NotApplicable("it is about networks")
    policy = json.loads(props.get("policy") or "{}")
    if policy.get("AWSOwnedKey") is True or not customer_key(policy.get("KmsARN")):
        return "its collections are encrypted under a key of AWS"
    return None


RULE = Rule(
    name="opensearch_serverless_policy_uses_customer_key",
    title="OpenSearch Serverless is encrypted under a customer key.",
    resource_types=frozenset({"aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set AWSOwnedKey to false and KmsARN in the policy.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-encryption.html",
)
