"""What a task writes to the target is logged."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.dms._logging import silent_components

COMPONENTS = ("TARGET_APPLY", "TARGET_LOAD")


def _check(props: Props) -> str | None:
    silent = silent_components(props, COMPONENTS)
    return f"{', '.join(silent)} is not logged" if silent else None


RULE = Rule(
    name="dms_task_logs_target",
    title="DMS tasks log the target.",
    resource_types=frozenset({"aws:dms/replicationTask:ReplicationTask"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set EnableLogging, and the components to LOGGER_SEVERITY_DEFAULT, in replicationTaskSettings.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-7",
    sources=("SecurityHub DMS.7",),
)
