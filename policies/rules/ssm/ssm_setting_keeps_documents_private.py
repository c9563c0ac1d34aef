"""Documents can't be made public."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SETTING = "/ssm/documents/console/public-sharing-permission"


def _check(props: Props) -> str | None:
    if value(props, "settingId", "").rpartition("servicesetting")[2] != SETTING:
        raise NotApplicable("it sets something else")
    return None if props.get("settingValue") == "Disable" else "documents may be shared with everybody"


RULE = Rule(
    name="ssm_setting_keeps_documents_private",
    title="Documents can't be made public.",
    resource_types=frozenset({"aws:ssm/serviceSetting:ServiceSetting"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Set settingValue to Disable.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ssm-controls.html#ssm-7",
    sources=("SecurityHub SSM.7",),
)
