"""Snapshots copied to another region are encrypted there under a key of the customer's own."""

from policies.answers import fault_among
from policies.lists import fault_in, first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:
    def fault(label: str, schedule: Props) -> str | None:
        return first(items(schedule, "crossRegionCopyRules"), lambda copy: _weakness(label, copy))

    return fault_in(numbered(items(props, "policyDetails.schedules"), "schedules"), fault)


def _weakness(label: str, copy: Props) -> str | None:
    return fault_among(
        (f"copies of {label} are not encrypted", lambda: value(copy, "encrypted") is not True),
        (
            f"copies of {label} are encrypted under a key that AWS chose",
            lambda: not customer_key(value(copy, "cmkArn")),
        ),
    )


RULE = Rule(
    name="dlm_copies_use_customer_key",
    title="Snapshot copies are encrypted under a customer key.",
    resource_types=frozenset({"aws:dlm/lifecyclePolicy:LifecyclePolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encrypted to true and cmkArn on every crossRegionCopyRule.",
    link="https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-ami-policy.html",
)
