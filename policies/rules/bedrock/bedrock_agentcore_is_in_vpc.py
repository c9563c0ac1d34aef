"""AgentCore's agents and tools stay in a network of their account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "networkConfiguration.networkMode") not in {"SANDBOX", "VPC"}:
        return "it reaches the internet past its account's networks"
    return None


RULE = Rule(
    name="bedrock_agentcore_is_in_vpc",
    title="AgentCore's agents and tools stay in a network of their account.",
    resource_types=frozenset(
        {
            "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime",
            "aws:bedrock/agentcoreBrowser:AgentcoreBrowser",
            "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Set networkConfiguration.networkMode to VPC.",
    link="https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html",
)
