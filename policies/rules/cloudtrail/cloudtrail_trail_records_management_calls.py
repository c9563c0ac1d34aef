"""CloudTrail records every management call."""

from policies.lists import fault_among, first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.cloudtrail._selectors import advanced


def _check(props: Props) -> str | None:

    def fault(selector: Props) -> str | None:
        return fault_among(
            (
                "it leaves out some management calls",
                lambda: (
                    value(selector, "readWriteType", "All") != "All" or items(selector, "excludeManagementEventSources")
                ),
            ),
            ("it leaves out management calls", lambda: value(selector, "includeManagementEvents", True) is not True),
        )

    if found := first(items(props, "eventSelectors"), fault):
        return found
    complete = advanced(props, "Management", lambda fields: set(fields) == {"eventCategory"})
    if items(props, "advancedEventSelectors") and not complete:
        return "it leaves out some management calls"
    return None


RULE = Rule(
    name="cloudtrail_trail_records_management_calls",
    title="CloudTrail records every management call.",
    resource_types=frozenset({"aws:cloudtrail/trail:Trail"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUDIT_LOGGING}),
    remediation="Add a selector whose only field is eventCategory Management.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1",
    sources=(
        "SecurityHub CloudTrail.1",
        "CIS AWS 5.0.0 3.1",
    ),
)
