"""The recorder is started."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("isEnabled") is not True:
        return "it is stopped"
    return None


RULE = Rule(
    name="cfg_recorder_is_on",
    title="AWS Config is recording.",
    resource_types=frozenset({"aws:cfg/recorderStatus:RecorderStatus"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Set isEnabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
    sources=("SecurityHub Config.1", "CIS AWS 5.0.0 3.3"),
)
