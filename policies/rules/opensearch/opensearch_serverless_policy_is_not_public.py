"""Collections and dashboards are reached by endpoints of the network only."""

import json

from policies.lists import labels
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import numbered


def _check(props: Props) -> str | None:
    if props.get("type") != "network":
        raise NotApplicable("it is about keys")
    rules = json.loads(props.get("policy") or "[]")
    public = labels(numbered(rules, "policy"), lambda rule: rule.get("AllowFromPublic") is True)
    return f"{', '.join(public)} lets the internet in" if public else None


RULE = Rule(
    name="opensearch_serverless_policy_is_not_public",
    title="OpenSearch Serverless is not publicly accessible.",
    resource_types=frozenset({"aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set AllowFromPublic to false and SourceVPCEs in the policy.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html",
)
