"""Event data stores are protected from deletion."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "terminationProtectionEnabled", True) is not True:
        return "one mistake deletes the audit trail"
    return None


def _remediate(props: Props) -> Props:
    return {**props, "terminationProtectionEnabled": True}


RULE = Rule(
    name="cloudtrail_store_is_kept_from_deletion",
    title="Event data stores are protected from deletion.",
    resource_types=frozenset({"aws:cloudtrail/eventDataStore:EventDataStore"}),
    check=_check,
    remediate=_remediate,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.DELETION_PROTECTION, Objective.LOG_PROTECTION}),
    remediation="Leave terminationProtectionEnabled out or set it to true.",
    link="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-eds-disable-termination.html",
)
