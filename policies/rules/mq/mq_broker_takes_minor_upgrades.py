"""Fixes of the engine install themselves in the maintenance window."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoMinorVersionUpgrade") is not True:
        return "minor upgrades wait for somebody to install them"
    return None


def _mend(props: Props) -> Props:
    return {**props, "autoMinorVersionUpgrade": True}


RULE = Rule(
    name="mq_broker_takes_minor_upgrades",
    title="MQ brokers take minor upgrades.",
    resource_types=frozenset({"aws:mq/broker:Broker"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set autoMinorVersionUpgrade to true.",
    link="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/upgrading-brokers.html",
    remediate=_mend,
)
