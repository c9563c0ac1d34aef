"""Whoever may describe an environment sees its variables; what must be secret comes from elsewhere."""

from policies.answers import all_hold
from policies.credentials import shows_credential
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

VARIABLES = "aws:elasticbeanstalk:application:environment"


def _check(props: Props) -> str | None:

    def is_shown(each: Props) -> bool:
        return all_hold(lambda: value(each, "namespace") == VARIABLES, lambda: shows_credential(each))

    return "a variable holds a credential" if some(items(props, "settings"), is_shown) else None


RULE = Rule(
    name="elasticbeanstalk_environment_holds_no_credentials",
    title="Beanstalk environments hold no credentials.",
    resource_types=frozenset({"aws:elasticbeanstalk/environment:Environment"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Move it to aws:elasticbeanstalk:application:environmentsecrets.",
    link="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.secrets.env-vars.html",
)
