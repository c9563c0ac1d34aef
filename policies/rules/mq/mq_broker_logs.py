"""What a broker does, and for ActiveMQ what its administrators do, goes to CloudWatch Logs."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it does not log", lambda: value(props, "logs.general") is not True),
        (
            "what its administrators do is not logged",
            lambda: props.get("engineType") == "ActiveMQ" and value(props, "logs.audit") is not True,
        ),
    )


RULE = Rule(
    name="mq_broker_logs",
    title="MQ brokers log.",
    resource_types=frozenset({"aws:mq/broker:Broker"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logs.general to true, and logs.audit for ActiveMQ.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html#mq-2",
    sources=("SecurityHub MQ.2",),
)
