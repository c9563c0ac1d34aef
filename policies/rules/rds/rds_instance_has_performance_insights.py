"""What a database spends its time on is recorded, under a key of the customer's own, as it shows SQL text.

Amazon Aurora User Guide, "Monitoring DB load with Performance Insights": queries are sensitive data.
"""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("Performance Insights is off", lambda: props.get("performanceInsightsEnabled") is not True),
        (
            "Performance Insights is encrypted under a key that AWS chose",
            lambda: not customer_key(props.get("performanceInsightsKmsKeyId")),
        ),
    )


RULE = Rule(
    name="rds_instance_has_performance_insights",
    title="RDS instances record Performance Insights under a customer key.",
    resource_types=frozenset(
        {
            "aws:rds/clusterInstance:ClusterInstance",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CAPACITY, Objective.MONITORING}),
    remediation="Set performanceInsightsEnabled to true and performanceInsightsKmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.Overview.html",
)
