"""Patches are approved within a week."""

from policies.answers import fault_among
from policies.lists import fault_in
from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, items, numbered, value

LONGEST_DAYS = 7
"""As AWS's own baselines do (Systems Manager User Guide, "Predefined and custom patch baselines"); PCI DSS 4.0.1, 6.3.3
gives critical patches a month from release to installation."""


def _check(longest_days: int) -> Check:
    def check(props: Props) -> str | None:
        rules = items(props, "approvalRules")
        if not rules:
            return "it approves nothing by itself"

        def fault(label: str, rule: Props) -> str | None:
            return fault_among(
                (f"{label} approves nothing released after a day", lambda: value(rule, "approveUntilDate")),
                (
                    f"{label} waits for more than {longest_days} days",
                    lambda: at_least(value(rule, "approveAfterDays", 0), longest_days + 1),
                ),
            )

        return fault_in(numbered(rules, "approvalRules"), fault)

    return check


RULE = Rule(
    name="ssm_baseline_approves_within_a_week",
    title="Patches are approved within a week.",
    resource_types=frozenset({"aws:ssm/patchBaseline:PatchBaseline"}),
    check=_check(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=0, most=30, check=_check),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING, Objective.VULNERABILITY_MANAGEMENT}),
    remediation="Set approveAfterDays of each approval rule.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html",
    sources=("PCI DSS 4.0.1 6.3.3",),
)
