"""What starts a Lightsail instance holds no credentials."""

from policies.credentials import holds_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if holds_credential(props.get("userData")):
        return "its user data holds a credential"
    return None


RULE = Rule(
    name="lightsail_instance_user_data_holds_no_credentials",
    title="Lightsail instances start without credentials in user data.",
    resource_types=frozenset({"aws:lightsail/instance:Instance"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the instance fetch it when it starts.",
    link="https://docs.aws.amazon.com/lightsail/latest/userguide/lightsail-how-to-configure-server-additional-data-shell-script.html",
)
