"""AgentCore's gateways know who calls."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("authorizerType") not in {"AWS_IAM", "CUSTOM_JWT"}:
        return "anybody may call its tools"
    return None


RULE = Rule(
    name="bedrock_agentcore_gateway_knows_its_callers",
    title="AgentCore's gateways know who calls.",
    resource_types=frozenset({"aws:bedrock/agentcoreGateway:AgentcoreGateway"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.PUBLIC_ACCESS}),
    remediation="Set authorizerType to AWS_IAM or CUSTOM_JWT.",
    link="https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html",
)
