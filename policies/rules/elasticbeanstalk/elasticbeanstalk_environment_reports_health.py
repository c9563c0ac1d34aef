"""Trouble of an environment's instances and requests is reported as it comes."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.elasticbeanstalk._settings import is_set


def _check(props: Props) -> str | None:
    if not is_set(props, "aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced"):
        return "it reports basic health only"
    return None


RULE = Rule(
    name="elasticbeanstalk_environment_reports_health",
    title="Beanstalk environments report enhanced health.",
    resource_types=frozenset({"aws:elasticbeanstalk/environment:Environment"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set SystemType of aws:elasticbeanstalk:healthreporting:system to enhanced.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticbeanstalk-controls.html#elasticbeanstalk-1",
    sources=("SecurityHub ElasticBeanstalk.1",),
)
