"""A queue's policy lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("sqs"))


RULE = Rule(
    name="sqs_queue_policy_is_not_public",
    title="SQS queue policies allow nothing to everyone.",
    resource_types=frozenset(
        {
            "aws:sqs/queue:Queue",
            "aws:sqs/queuePolicy:QueuePolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:SourceArn or aws:SourceAccount.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-3",
    sources=("SecurityHub SQS.3",),
)
