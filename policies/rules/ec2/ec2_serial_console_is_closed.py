"""Nobody enters an instance past its network by the serial console."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "enabled", True):
        return "the serial console is open"
    return None


RULE = Rule(
    name="ec2_serial_console_is_closed",
    title="The EC2 serial console is off.",
    resource_types=frozenset({"aws:ec2/serialConsoleAccess:SerialConsoleAccess"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PRIVILEGED_ACCESS, Objective.SECURE_CONFIGURATION}),
    remediation="Set enabled to false.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html",
)
