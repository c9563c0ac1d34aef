"""Commands from chat are logged."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("loggingLevel") not in {"ERROR", "INFO"}:
        return "what is done from it is written down nowhere"
    return None


RULE = Rule(
    name="chatbot_channel_logs",
    title="Commands from chat are logged.",
    resource_types=frozenset(
        {
            "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
            "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set loggingLevel to INFO.",
    link="https://docs.aws.amazon.com/chatbot/latest/adminguide/cloudwatch-logs.html",
)
