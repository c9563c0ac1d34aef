"""Chat channels know who asks."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("userAuthorizationRequired") is not True:
        return "everybody in it acts with the same role"
    return None


RULE = Rule(
    name="chatbot_channel_knows_its_users",
    title="Chat channels know who asks.",
    resource_types=frozenset(
        {
            "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
            "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.LEAST_PRIVILEGE}),
    remediation="Set userAuthorizationRequired to true.",
    link="https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html",
)
