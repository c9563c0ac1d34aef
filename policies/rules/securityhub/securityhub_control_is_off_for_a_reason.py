"""Controls are off for a reason."""

from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

STATUS = frozenset({"associationStatus", "controlStatus"})
REASON = frozenset({"disabledReason", "updatedReason"})


def _check(props: Props) -> str | None:
    if not some(STATUS.intersection(props), lambda name: props[name] == "DISABLED"):
        raise NotApplicable("the control is on")
    if not some(REASON.intersection(props), lambda name: props[name]):
        return "nothing says why the control is off"
    return None


RULE = Rule(
    name="securityhub_control_is_off_for_a_reason",
    title="Controls are off for a reason.",
    resource_types=frozenset(
        {
            "aws:securityhub/standardsControl:StandardsControl",
            "aws:securityhub/standardsControlAssociation:StandardsControlAssociation",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Set disabledReason or updatedReason.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/disable-controls-overview.html",
)
