"""An environment's platform gets its mends by itself, in a window."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.elasticbeanstalk._settings import is_set


def _check(props: Props) -> str | None:
    if not is_set(props, "aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled", "true"):
        return "its platform is not updated"
    return None


RULE = Rule(
    name="elasticbeanstalk_environment_takes_updates",
    title="Beanstalk environments take platform updates.",
    resource_types=frozenset({"aws:elasticbeanstalk/environment:Environment"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set ManagedActionsEnabled of aws:elasticbeanstalk:managedactions to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticbeanstalk-controls.html#elasticbeanstalk-2",
    sources=("SecurityHub ElasticBeanstalk.2",),
)
