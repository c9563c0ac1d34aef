"""CloudTrail records every management call."""

from policies.answers import fault_among
from policies.lists import every, first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.cloudtrail._selectors import advanced


def _check(props: Props) -> str | None:
    return first((_left_out_by_old, _left_out_by_advanced), lambda ask: ask(props))


def _left_out_by_old(props: Props) -> str | None:
    def fault(selector: Props) -> str | None:
        some_out = "it leaves out some management calls"
        return fault_among(
            (some_out, lambda: value(selector, "readWriteType", "All") != "All"),
            (some_out, lambda: items(selector, "excludeManagementEventSources")),
            ("it leaves out management calls", lambda: value(selector, "includeManagementEvents", True) is not True),
        )

    return first(items(props, "eventSelectors"), fault)


def _left_out_by_advanced(props: Props) -> str | None:
    def is_whole(selector: Props) -> bool:
        return every(items(selector, "fieldSelectors"), lambda found: value(found, "field") == "eventCategory")

    complete = not items(props, "advancedEventSelectors") or advanced(props, {"eventCategory": "Management"}, is_whole)
    return None if complete else "it leaves out some management calls"


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
