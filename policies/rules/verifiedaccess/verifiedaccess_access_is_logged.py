"""Who came in by Verified Access, and why they could, is written down."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

DESTINATIONS = ("cloudwatchLogs", "kinesisDataFirehose", "s3")


def _check(props: Props) -> str | None:
    if not some(DESTINATIONS, lambda destination: value(props, f"accessLogs.{destination}.enabled")):
        return "access is not logged"
    return None


RULE = Rule(
    name="verifiedaccess_access_is_logged",
    title="Verified Access logs access.",
    resource_types=frozenset({"aws:verifiedaccess/instanceLoggingConfiguration:InstanceLoggingConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUDIT_LOGGING, Objective.SERVICE_LOGGING}),
    remediation="Set accessLogs with cloudwatchLogs, kinesisDataFirehose or s3.",
    link="https://docs.aws.amazon.com/verified-access/latest/ug/access-logs.html",
)
