"""Clients can't set a workgroup's encryption and place of results aside, as they can't unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "configuration.enforceWorkgroupConfiguration") is False:
        return "clients may use settings of their own"
    return None


RULE = Rule(
    name="athena_workgroup_enforces_its_settings",
    title="Athena workgroups enforce their settings.",
    resource_types=frozenset({"aws:athena/workgroup:Workgroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.SECURE_CONFIGURATION}),
    remediation="Remove enforceWorkgroupConfiguration or set it to true.",
    link="https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
)
