"""The recorder records every type of resource that it can, so that none has to be remembered."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "recordingGroup.allSupported", True) is not True:
        return "it leaves out types of resources"
    return None


RULE = Rule(
    name="cfg_recorder_records_everything",
    title="AWS Config records every type of resource.",
    resource_types=frozenset({"aws:cfg/recorder:Recorder"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.CONFIGURATION_MONITORING}),
    remediation="Set recordingGroup.allSupported to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
    sources=("SecurityHub Config.1", "CIS AWS 5.0.0 3.3"),
)
