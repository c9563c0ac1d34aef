"""What starts the instances of a launch template holds no credentials."""

from policies.credentials import holds_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._user_data import decoded


def _check(props: Props) -> str | None:
    if holds_credential(decoded(props.get("userData"))):
        return "its user data holds a credential"
    return None


RULE = Rule(
    name="ec2_launch_template_user_data_holds_no_credentials",
    title="Launch templates have no credentials in user data.",
    resource_types=frozenset({"aws:ec2/launchTemplate:LaunchTemplate"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the instances fetch it from Secrets Manager under their role.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
)
