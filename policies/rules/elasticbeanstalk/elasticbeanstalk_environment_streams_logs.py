"""An environment's logs outlive its instances."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.elasticbeanstalk._settings import is_set


def _check(props: Props) -> str | None:
    if not is_set(props, "aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs", "true"):
        return "its logs end with its instances"
    return None


RULE = Rule(
    name="elasticbeanstalk_environment_streams_logs",
    title="Beanstalk environments stream logs.",
    resource_types=frozenset({"aws:elasticbeanstalk/environment:Environment"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LOG_RETENTION, Objective.SERVICE_LOGGING}),
    remediation="Set StreamLogs of aws:elasticbeanstalk:cloudwatch:logs to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticbeanstalk-controls.html#elasticbeanstalk-3",
    sources=("SecurityHub ElasticBeanstalk.3",),
)
