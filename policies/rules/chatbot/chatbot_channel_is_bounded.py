"""What a chat channel may do has a limit; AWS's default limit is the administrator policy."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items
from policies.rules.iam.iam_attachment_is_not_administrator import makes_administrator


def _check(props: Props) -> str | None:
    guardrails = items(props, "guardrailPolicyArns")
    if not guardrails or any(map(makes_administrator, guardrails)):
        return "whoever is in the channel may do all that its roles may"
    return None


RULE = Rule(
    name="chatbot_channel_is_bounded",
    title="Chat channels have guardrails.",
    resource_types=frozenset(
        {
            "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
            "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Set guardrailPolicyArns to a policy that only reads.",
    link="https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html",
)
