"""Scripts of automations are logged."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SETTING = "/ssm/automation/customer-script-log-destination"


def _check(props: Props) -> str | None:
    if value(props, "settingId", "").rpartition("servicesetting")[2] != SETTING:
        raise NotApplicable("it sets something else")
    return None if props.get("settingValue") == "CloudWatch" else "what scripts print is written down nowhere"


RULE = Rule(
    name="ssm_setting_logs_automations",
    title="Scripts of automations are logged.",
    resource_types=frozenset({"aws:ssm/serviceSetting:ServiceSetting"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set settingValue to CloudWatch.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ssm-controls.html#ssm-6",
    sources=("SecurityHub SSM.6",),
)
