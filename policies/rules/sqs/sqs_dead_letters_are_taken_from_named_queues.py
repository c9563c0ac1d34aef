"""Dead letters come from named queues."""

import json

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not props.get("redriveAllowPolicy"):
        raise NotApplicable("it says nothing about dead letters")
    if value(json.loads(props["redriveAllowPolicy"]), "redrivePermission", "allowAll") == "allowAll":
        return "every queue of the account may send its dead letters there"
    return None


RULE = Rule(
    name="sqs_dead_letters_are_taken_from_named_queues",
    title="Dead letters come from named queues.",
    resource_types=frozenset(
        {
            "aws:sqs/queue:Queue",
            "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Set redrivePermission to byQueue and name the queues in sourceQueueArns.",
    link="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
)
