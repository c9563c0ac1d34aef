"""What has arrived is compared with what was sent, as it is unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "options.verifyMode") == "NONE":
        return "what arrives is not verified"
    return None


RULE = Rule(
    name="datasync_task_verifies_data",
    title="DataSync tasks verify what they move.",
    resource_types=frozenset({"aws:datasync/task:Task"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_INTEGRITY}),
    remediation="Remove options.verifyMode or set it to POINT_IN_TIME_CONSISTENT.",
    link="https://docs.aws.amazon.com/datasync/latest/userguide/configure-data-verification-options.html",
)
