"""What AWS Config records is judged by rules: a recorder alone notices nothing.

AWS Config Developer Guide, "Evaluating Resources with AWS Config Rules" and "Conformance Packs".
"""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._beside import in_its_region

RULE = StackRule(
    name="stack_recordings_are_judged",
    title="What AWS Config records is judged.",
    check=in_its_region(
        guarded=frozenset({"aws:cfg/recorder:Recorder"}),
        by=(
            "aws:cfg/conformancePack:ConformancePack",
            "aws:cfg/organizationConformancePack:OrganizationConformancePack",
            "aws:cfg/organizationCustomPolicyRule:OrganizationCustomPolicyRule",
            "aws:cfg/organizationCustomRule:OrganizationCustomRule",
            "aws:cfg/organizationManagedRule:OrganizationManagedRule",
            "aws:cfg/rule:Rule",
        ),
        fault="no rule judges what it records",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Declare a Rule or a ConformancePack in the region.",
    link="https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config.html",
)
