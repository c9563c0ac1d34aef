"""Security Hub checks an account against a standard: without any it only gathers what others find.

A hub that takes the default standards has some (AWS Security Hub API Reference, `EnableSecurityHub`).
"""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._beside import in_its_region

RULE = StackRule(
    name="stack_hubs_have_standards",
    title="Security Hub checks against standards.",
    check=in_its_region(
        guarded=frozenset({"aws:securityhub/account:Account"}),
        by=("aws:securityhub/standardsSubscription:StandardsSubscription",),
        asks=lambda hub: value(hub.props, "enableDefaultStandards", True) is False,
        fault="it checks against no standard",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Declare a StandardsSubscription in the region.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/standards-view-manage.html",
)
