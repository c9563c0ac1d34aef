"""AWS keeps the permissions of its own role up to date with every new type of resource."""

import re

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective

_LINKED = re.compile(r"arn:[^:]*:iam::\d{12}:role/aws-service-role/config\.amazonaws\.com/AWSServiceRoleForConfig")


def _check(props: Props) -> str | None:
    if not _LINKED.fullmatch(props.get("roleArn") or ""):
        return "its role is not the one that AWS keeps up to date"
    return None


RULE = Rule(
    name="cfg_recorder_uses_service_linked_role",
    title="AWS Config records by its service-linked role.",
    resource_types=frozenset({"aws:cfg/recorder:Recorder"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Set roleArn to the account's AWSServiceRoleForConfig.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
    sources=("SecurityHub Config.1",),
)
