"""When a function fails, is held back, runs out of time or falls behind, and when what failed lies waiting.

Sources: AWS Lambda Developer Guide, "Types of metrics for Lambda functions"; Amazon SQS Developer Guide, "Available
CloudWatch metrics for Amazon SQS".
"""

from typing import Final

import pulumi

from components._shared.alarms import Alarm

TIME_SHARE: Final = 0.8
"""Share of its time limit after which a call is told of: the next one may not end."""
LATENESS_MS: Final = 60_000
"""Age of a stream's record when it is handed over: a projection is behind by a minute."""


def function_alarms(
    function: pulumi.Input[str], dead_letters: pulumi.Input[str], *, timeout_seconds: int, streams: bool, failure: str
) -> dict[str, Alarm]:
    """Return the alarms of *function* and its queue *dead_letters*, by short name. *failure* says what its errors mean
    and what to do first."""
    own, waiting = {"FunctionName": function}, {"QueueName": dead_letters}
    alarms = {
        "failed": Alarm(
            namespace="AWS/Lambda",
            metric="Errors",
            dimensions=own,
            statistic="Sum",
            threshold=1,
            evaluation_periods=1,
            description=failure,
        ),
        "throttled": Alarm(
            namespace="AWS/Lambda",
            metric="Throttles",
            dimensions=own,
            statistic="Sum",
            threshold=1,
            description="Calls are turned away: more run at once than is reserved for the function, or than the "
            "account has left. Find out who calls, then raise what is reserved.",
        ),
        "slow": Alarm(
            namespace="AWS/Lambda",
            metric="Duration",
            dimensions=own,
            threshold=timeout_seconds * 1000 * TIME_SHARE,
            description="Calls take nearly as long as they may; the traces show what they wait for.",
        ),
        "dead-letters": Alarm(
            namespace="AWS/SQS",
            metric="ApproximateNumberOfMessagesVisible",
            dimensions=waiting,
            threshold=1,
            evaluation_periods=1,
            description="Events that the function gave up on wait in its dead letters. The log says why; mend that, "
            "then send them again before they expire.",
        ),
    }
    if streams:
        alarms["late"] = Alarm(
            namespace="AWS/Lambda",
            metric="IteratorAge",
            dimensions=own,
            threshold=LATENESS_MS,
            description="Records of a stream are a minute old when they are handled. Errors or throttling hold the "
            "shard up, or there is more than one call at a time per shard can take.",
        )
    return alarms
