"""What starts an instance holds no credentials: whoever may describe or enter it can read them."""

from policies.answers import any_holds
from policies.credentials import holds_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._user_data import decoded


def _check(props: Props) -> str | None:
    shown = any_holds(
        lambda: holds_credential(props.get("userData")), lambda: holds_credential(decoded(props.get("userDataBase64")))
    )
    return "its user data holds a credential" if shown else None


RULE = Rule(
    name="ec2_instance_user_data_holds_no_credentials",
    title="EC2 instances start without credentials in user data.",
    resource_types=frozenset(
        {
            "aws:ec2/instance:Instance",
            "aws:ec2/launchConfiguration:LaunchConfiguration",
            "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the instance fetch it from Secrets Manager under its role.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
)
