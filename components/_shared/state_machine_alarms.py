"""When executions of a state machine fail, run out of time or are held back.

Source: AWS Step Functions Developer Guide, "Monitoring Step Functions metrics using Amazon CloudWatch".
"""

import pulumi

from components._shared.alarms import Alarm


def state_machine_alarms(arn: pulumi.Input[str], *, failure: str) -> dict[str, Alarm]:
    """Return the alarms of the state machine *arn*, by short name. *failure* says what its failing means and what to do
    first."""
    told = {
        "failed": ("ExecutionsFailed", failure),
        "timed-out": ("ExecutionsTimedOut", f"An execution ran longer than its definition lets it. {failure}"),
        "throttled": (
            "ExecutionThrottled",
            "States wait to be entered: more happens at once than the account's quota of state transitions takes. Find "
            "out which executions do it, then ask for more.",
        ),
    }
    return {
        role: Alarm(
            namespace="AWS/States",
            metric=metric,
            dimensions={"StateMachineArn": arn},
            statistic="Sum",
            threshold=1,
            evaluation_periods=1,
            description=description,
        )
        for role, (metric, description) in told.items()
    }
