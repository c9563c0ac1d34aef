"""Webhooks know who calls."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("authentication") != "GITHUB_HMAC":
        return "its calls aren't signed"
    return None


RULE = Rule(
    name="codepipeline_webhook_knows_its_caller",
    title="Webhooks know who calls.",
    resource_types=frozenset({"aws:codepipeline/webhook:Webhook"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.CHANGE_CONTROL}),
    remediation="Set authentication to GITHUB_HMAC, or start the pipeline by a connection.",
    link="https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookDefinition.html",
)
